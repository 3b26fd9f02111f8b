import type { Timer } from "../clock.ts";
import type { Context } from "./context.ts";
import type { Incoming, PendingAck } from "./state.ts";

/**
 * Repeats a 2xx until `stop` is called (RFC 3261 13.3.1.4): after T1, then twice as long each time, at
 * most T2. After 64 T1 without an ACK it gives up and calls `missing`.
 */
export function repeatUntilAcked(
  context: Context,
  incoming: Incoming,
  ok: Buffer,
  missing: () => void,
): PendingAck {
  const { clock, timers } = context;
  let interval = timers.t1;
  let repeat: Timer = clock.after(interval, again);
  const deadline = clock.after(64 * timers.t1, () => {
    stop();
    missing();
  });
  function again(): void {
    incoming.transaction.respond(200, ok);
    interval = Math.min(2 * interval, timers.t2);
    repeat = clock.after(interval, again);
  }
  function stop(): void {
    repeat.cancel();
    deadline.cancel();
  }
  return { cseq: incoming.request.cseq, transactionId: incoming.id, stop };
}
