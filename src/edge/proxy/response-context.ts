import { recordAnswer } from "../core/call-records.ts";
import type { Context } from "../core/context.ts";
import { reply } from "../core/incoming.ts";
import type { Incoming } from "../core/state.ts";
import { isChallenge } from "./best-response.ts";
import { startBranch } from "./branch.ts";
import { cancelBranch } from "./branch-cancel.ts";
import { awaitCredentials } from "./credentials.ts";
import type { Flow } from "./flow-token.ts";
import { type ForkingCommand, type ForkingEvent, search, step } from "./forking.ts";
import { endLateCall } from "./late-answer.ts";
import { recordStart } from "./records.ts";
import { forgetShifts, relayResponse } from "./relay.ts";
import { ReliableForks } from "./reliable-forks.ts";
import type { RouteInformation } from "./route-information.ts";
import type { Answer, Job, ResponseContext } from "./state.ts";

const REASONS = {
  answered: ['SIP;cause=200;text="Call completed elsewhere"'],
  refused: ['SIP;cause=600;text="Busy Everywhere"'],
  late: [],
} as const;

/** Begins to proxy a request that nobody else will answer any more (RFC 3261 16.2). */
export function openContext(
  context: Context,
  incoming: Incoming,
  job: Job,
  way: { readonly route: RouteInformation; readonly pathFlow: Flow | undefined },
): void {
  const events: ForkingEvent<Answer>[] = [];
  const tell = (event: ForkingEvent<Answer>): void => {
    // What a command brings about at once waits until the commands before it are carried out.
    if (events.push(event) > 1) return;
    for (let next = events[0]; next; next = events[0]) {
      try {
        move(context, of, next);
      } finally {
        events.shift();
      }
    }
  };
  const of: ResponseContext = {
    incoming,
    job,
    begunAt: context.clock.now(),
    ...way,
    branches: new Map(),
    reliable: new ReliableForks(),
    forking: search(job.order.order, job.goals),
    cancelReasons: [],
    awaitsCredentials: false,
    ended: new Set(),
    tell,
  };
  context.proxy.state.contexts.set(incoming, of);
  tell({ type: "begun" });
}

function move(context: Context, of: ResponseContext, event: ForkingEvent<Answer>): void {
  const [next, commands] = step(of.forking, event);
  of.forking = next;
  for (const command of commands) carryOut(context, of, command);
}

function carryOut(context: Context, of: ResponseContext, command: ForkingCommand<Answer>): void {
  switch (command.do) {
    case "try":
      return startBranch(context, of, command.branch, command.goal);
    case "cancel":
      return cancel(context, of, command);
    case "forward":
      return forward(context, of, command.response);
    case "end-call":
      return command.response.kind === "received" ? endLateCall(context, command.response) : undefined;
    case "settle":
      return settle(context, of, command);
    case "finish":
      return finish(context, of);
  }
}

function cancel(
  context: Context,
  of: ResponseContext,
  { branch, because }: Extract<ForkingCommand<Answer>, { do: "cancel" }>,
): void {
  const reasons = because === "asked" ? of.cancelReasons : REASONS[because];
  const found = of.branches.get(branch);
  if (found) cancelBranch(context, found, reasons);
}

function forward(context: Context, of: ResponseContext, answer: Answer): void {
  if (answer.kind === "local") return;
  const first = !of.incoming.done;
  const bytes = relayResponse(context, answer);
  if (answer.response.status < 200 || !first) return;
  if (bytes) recordStart(context, of, answer.response, bytes);
  of.job.reporter.done();
}

/** The best of all refusals goes to the caller (RFC 3261 16.7 items 6 and 7). */
function settle(
  context: Context,
  of: ResponseContext,
  { best, finals, again }: Extract<ForkingCommand<Answer>, { do: "settle" }>,
): void {
  if (best && isChallenge(best.status)) awaitCredentials(context, of, again);
  const { response } = best ?? {
    response: { kind: "local", status: 408, reason: "Request Timeout" } as const,
  };
  const bytes = refuse(
    context,
    of,
    response,
    finals.map((final) => final.response),
  );
  if (bytes) recordAnswer(context, of.incoming, best?.status ?? 408, bytes);
}

function refuse(
  context: Context,
  of: ResponseContext,
  answer: Answer,
  all: readonly Answer[],
): Buffer | undefined {
  const { incoming } = of;
  const status = answer.kind === "local" ? answer.status : answer.response.status;
  // That one target cannot serve says nothing about this server (RFC 3261 16.7 item 6).
  if (status === 503) return reply(context, incoming, { status: 500, reason: "Server Internal Error" });
  if (answer.kind === "received") return relayResponse(context, answer, all);
  if (!tooLateFor(context, of, status)) return reply(context, incoming, answer);
  incoming.transaction.abandon();
  return undefined;
}

/** A 408 to anything but an INVITE comes when nobody listens any more, and must not be sent (RFC 4320 4.2). */
function tooLateFor(context: Context, { incoming, begunAt }: ResponseContext, status: number): boolean {
  const age = context.clock.now() - begunAt;
  return status === 408 && incoming.request.method !== "INVITE" && age >= 64 * context.timers.t1;
}

function finish(context: Context, of: ResponseContext): void {
  context.proxy.state.contexts.delete(of.incoming);
  // A PRACK may still be on its way.
  if (of.reliable.moved().length > 0)
    context.clock.after(64 * context.timers.t1, () => forgetShifts(context, of));
  if (!of.awaitsCredentials) of.job.reporter.done();
}
