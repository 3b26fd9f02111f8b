import type { Context } from "../core/context.ts";
import { header, type SipRequest, type SipResponse } from "../sip/message.ts";
import type { ClientHost } from "../transaction/client.ts";
import { clientKey } from "../transaction/key.ts";
import { cancelBranch, cancelCopy, sendHeldCancel } from "./branch-cancel.ts";
import { endBranch, endLocally } from "./branch-end.ts";
import { armTimer, disarmAll, disarmTimer } from "./branch-timer.ts";
import type { Goal } from "./forking.ts";
import { canBeTried } from "./goal-target.ts";
import { hopByHop } from "./hop-by-hop.ts";
import { type HopFailure, hopAnswered } from "./hops.ts";
import { recordRefusal } from "./records.ts";
import { redirectsOf, withoutContacts } from "./redirects.ts";
import type { Answer, Branch, SentCopy } from "./state.ts";

type Received = Extract<Answer, { kind: "received" }>;

/** Timer C of RFC 3261 16.6 item 11, 185 s, in units of T1: how long a target may ring without a word. */
const TIMER_C_T1 = 370;

/** One attempt of a branch. */
interface Attempt {
  readonly sent: () => SentCopy;
  /** Goes on to another hop of the target, if there is one: its hops count as one place (RFC 3263 4.3). */
  readonly elsewhere: (why: HopFailure) => boolean;
}

/** What a branch does for a client transaction of its. */
export function branchHost(context: Context, branch: Branch, { sent, elsewhere }: Attempt): ClientHost {
  const { request } = branch.context.incoming;
  const current = (): boolean => branch.sent === sent();
  return {
    send: () => transmit(context, sent()),
    ack: (response) => acknowledge(context, request, sent(), response),
    deliver: (response, source) => {
      const answer = { kind: "received", branch, sent: sent(), response, source } as const;
      if (!current()) return woke(context, answer);
      disarmTimer(branch, "silence");
      if (response.status === 503 && elsewhere("unavailable")) return;
      if (response.status !== 503) hopAnswered(context, sent().hop, response);
      received(context, answer);
    },
    failed: (why) => {
      if (!current() || elsewhere(why)) return;
      if (why === "timeout") endLocally(context, branch, 408, "Request Timeout");
      else endLocally(context, branch, 503, "Service Unavailable");
    },
    ended: () => {
      if (current()) disarmAll(branch);
      context.proxy.state.transactions.delete(clientKey(sent().id, request.method));
    },
  };
}

function transmit(context: Context, sent: SentCopy): void {
  if (!sent.quiet) context.transports.send(sent.hop, sent.bytes, () => sent.transaction.transportFailed());
}

function acknowledge(context: Context, invite: SipRequest, sent: SentCopy, response: SipResponse): void {
  const to = header(response, "to") ?? "";
  const ack = hopByHop(invite, sent, { method: "ACK", to, reasons: [] });
  context.transports.send(sent.hop, ack, () => undefined);
}

/** A hop that was given up for another one answers after all: it may have the call, but need not ring. */
function woke(context: Context, answer: Received): void {
  const { branch, sent, response } = answer;
  if (response.status < 200) cancelCopy(context, branch.context.incoming.request, sent, []);
  else if (response.status < 300) received(context, answer);
}

function received(context: Context, answer: Received): void {
  const { branch, response } = answer;
  disarmTimer(branch, "provisional");
  if (response.status < 200) return ringing(context, branch, answer);
  if (!branch.over) branch.context.job.reporter.final(branch.context.incoming, answer);
  endBranch(branch);
  if (response.status >= 300) return refused(context, branch, answer);
  branch.context.tell({ type: "accepted", branch: branch.number, response: answer });
}

/** Each sign of life but a 100 gives the target more time (RFC 3261 16.7 item 2). */
function ringing(context: Context, branch: Branch, answer: Received): void {
  sendHeldCancel(context, branch);
  if (answer.response.method === "INVITE" && (answer.response.status > 100 || !branch.timers.has("C"))) {
    armTimer(context, branch, "C", TIMER_C_T1 * context.timers.t1, () => cancelBranch(context, branch, []));
  }
  if (answer.response.status > 100) branch.context.tell({ type: "ringing", response: answer });
}

function refused(context: Context, branch: Branch, answer: Received): void {
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
  recordRefusal(context, branch, answer);
  const more = uris.map((uri): Goal => ({ uri, redirected: true }));
  branch.context.tell({ type: "refused", final, more });
}
