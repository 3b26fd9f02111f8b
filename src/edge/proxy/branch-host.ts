import type { Context } from "../core/context.ts";
import { header, type SipResponse } from "../sip/message.ts";
import type { ClientHost } from "../transaction/client.ts";
import { clientKey } from "../transaction/key.ts";
import type { Source } from "../transport/transport.ts";
import { cancelBranch, sendHeldCancel } from "./branch-cancel.ts";
import { endBranch, endLocally } from "./branch-end.ts";
import { armTimer, disarmAll, disarmTimer } from "./branch-timer.ts";
import type { Goal } from "./forking.ts";
import { canBeTried } from "./goal-target.ts";
import { hopByHop } from "./hop-by-hop.ts";
import { redirectsOf, withoutContacts } from "./redirects.ts";
import type { Answer, Branch } from "./state.ts";

/** Timer C of RFC 3261 16.6 item 11, 185 s, in units of T1: how long a target may ring without a word. */
const TIMER_C_T1 = 370;

/** What a branch does for its client transaction. */
export function branchHost(context: Context, branch: Branch): ClientHost {
  const { request } = branch.context.incoming;
  return {
    send: () => transmit(context, branch),
    ack: (response) => acknowledge(context, branch, response),
    deliver: (response, source) => received(context, branch, response, source),
    failed: (why) => {
      if (why === "timeout") endLocally(branch, 408, "Request Timeout");
      else endLocally(branch, 503, "Service Unavailable");
    },
    ended: () => {
      disarmAll(branch);
      if (branch.sent) context.proxy.state.transactions.delete(clientKey(branch.sent.id, request.method));
    },
  };
}

function transmit(context: Context, { sent }: Branch): void {
  if (!sent) return;
  context.transports.send(sent.hop, sent.bytes, () => sent.transaction.transportFailed());
}

function acknowledge(context: Context, { sent, context: { incoming } }: Branch, response: SipResponse): void {
  if (!sent) return;
  const to = header(response, "to") ?? "";
  const ack = hopByHop(incoming.request, sent, { method: "ACK", to, reasons: [] });
  context.transports.send(sent.hop, ack, () => undefined);
}

function received(context: Context, branch: Branch, response: SipResponse, source: Source): void {
  disarmTimer(branch, "provisional");
  const answer = { kind: "received", branch, response, source } as const;
  if (response.status < 200) return ringing(context, branch, answer);
  if (!branch.over) branch.context.job.reporter.final(branch.context.incoming, answer);
  endBranch(branch);
  if (response.status >= 300) return refused(context, branch, answer);
  branch.context.tell({ type: "accepted", branch: branch.number, response: answer });
}

/** Each sign of life but a 100 gives the target more time (RFC 3261 16.7 item 2). */
function ringing(context: Context, branch: Branch, answer: Extract<Answer, { kind: "received" }>): void {
  sendHeldCancel(context, branch);
  if (answer.response.method === "INVITE" && (answer.response.status > 100 || !branch.timers.has("C"))) {
    armTimer(context, branch, "C", TIMER_C_T1 * context.timers.t1, () => cancelBranch(context, branch, []));
  }
  if (answer.response.status > 100) branch.context.tell({ type: "ringing", response: answer });
}

function refused(context: Context, branch: Branch, answer: Extract<Answer, { kind: "received" }>): void {
  const { response } = answer;
  const { job, incoming } = branch.context;
  const usable = (uri: string): boolean => canBeTried(context, incoming.request.method, uri);
  const uris = job.order.followsRedirects ? redirectsOf(response, usable) : [];
  const left = uris.length === 0 ? response : withoutContacts(response, uris);
  const final = {
    branch: branch.number,
    status: response.status,
    local: false,
    response: left && { ...answer, response: left },
  };
  const more = uris.map((uri): Goal => ({ uri, redirected: true }));
  branch.context.tell({ type: "refused", final, more });
}
