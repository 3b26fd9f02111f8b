import type { Context } from "../core/context.ts";
import type { SipRequest } from "../sip/message.ts";
import type { Goal } from "./forking.ts";
import type { Challenged, Job, ResponseContext } from "./state.ts";

/** How long the same request with credentials is waited for, 2 s, in units of T1. */
const PATIENCE_T1 = 4;

/**
 * A challenge goes back to the caller: the same request, once more with credentials, will go to those that
 * asked for them, without the application being asked again. Until then its order is not done.
 */
export function awaitCredentials(context: Context, of: ResponseContext, again: readonly Goal[]): void {
  const { request, source } = of.incoming;
  const { challenged } = context.proxy.state;
  const name = nameOf(request);
  const job: Job = { ...of.job, goals: again };
  forget(context, name)?.reporter.done();
  of.awaitsCredentials = true;
  challenged.set(name, {
    job,
    method: request.method,
    cseq: request.cseq,
    address: source.address,
    expiry: context.clock.after(PATIENCE_T1 * context.timers.t1, () =>
      forget(context, name)?.reporter.done(),
    ),
  });
}

/** The job that a request with credentials goes on with, from then on forgotten here. */
export function takeUp(context: Context, request: SipRequest, address: string): Job | undefined {
  const name = nameOf(request);
  const waiting = context.proxy.state.challenged.get(name);
  return waiting && continues(waiting, request, address) ? forget(context, name) : undefined;
}

function continues(
  waiting: Challenged,
  { method, cseq, headers, toTag }: SipRequest,
  address: string,
): boolean {
  const again = method === waiting.method && cseq > waiting.cseq && toTag === "";
  const proved = headers.some(({ name }) => name === "authorization" || name === "proxy-authorization");
  return again && proved && address === waiting.address;
}

function forget(context: Context, name: string): Job | undefined {
  const { challenged } = context.proxy.state;
  const waiting = challenged.get(name);
  waiting?.expiry.cancel();
  challenged.delete(name);
  return waiting?.job;
}

function nameOf({ callId, fromTag }: SipRequest): string {
  return `${callId};${fromTag}`;
}
