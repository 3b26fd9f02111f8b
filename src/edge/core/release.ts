import { bequeath } from "../estate/bequeath.ts";
import type { App } from "./app.ts";
import type { Context } from "./context.ts";
import type { Incoming, Outgoing } from "./state.ts";

/** Timer C of RFC 3261 16.6, in units of T1: how long an INVITE nobody attends to may ring on. */
const TIMER_C_T1 = 370;

/**
 * An application's connection is gone. Its dialogs go with it, so that later requests in them get 481;
 * what is ringing is left alone, as the control protocol has it, but not for ever. One that named an
 * estate leaves it all to that.
 */
export function releaseApp(context: Context, app: App): void {
  const { tables, clock, timers } = context;
  tables.estates.residents.leave(app);
  if (bequeath(context, app)) return;
  tables.dialogs.removeOwnedBy(app);
  const left: (Incoming | Outgoing)[] = [];
  for (const incoming of tables.incoming.values())
    if (incoming.owner === app && !incoming.done) left.push(incoming);
  for (const outgoing of tables.outgoing.values()) if (outgoing.owner === app) left.push(outgoing);
  if (left.length === 0) return;
  clock.after(TIMER_C_T1 * timers.t1, () => {
    for (const { transaction } of left) transaction.abandon();
  });
}

/** Forgets everything, without a word to anyone. */
export function stopAll(context: Context): void {
  const { tables } = context;
  tables.dialogs.removeOwnedBy("anyone");
  tables.bindings.clear();
  tables.estates.clear();
  context.proxy.stop();
  for (const { transaction } of [...tables.server.values()]) transaction.abandon();
  for (const { transaction } of [...tables.client.values()]) transaction.abandon();
}
