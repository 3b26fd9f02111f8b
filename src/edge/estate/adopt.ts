import type { App } from "../core/app.ts";
import type { Context } from "../core/context.ts";
import { entrust } from "../core/incoming.ts";
import { PATIENCE_T1 } from "../core/request-received.ts";
import type { Incoming } from "../core/state.ts";
import type { Estate } from "./estate.ts";
import { type Holdings, holdingsOf } from "./holdings.ts";
import type { WaitingEvent } from "./waiting.ts";

/** What an application wants of an estate: everything, or dialogs and transactions by their ids. */
export type Wanted = "all" | ReadonlySet<string>;

/** What it got. The events have been handed to it, in the order they came. */
export interface Adopted {
  readonly dialogs: number;
  readonly transactions: number;
  readonly events: number;
  /** Ids that name nothing in the estate: ended meanwhile, adopted before, or never known. */
  readonly missing: readonly string[];
}

/**
 * An application takes over what lost ones of its name left. Who names a dialog gets its transactions too,
 * and the other way round, so that nothing is torn apart. What is not named stays, and keeps its deadline.
 */
export function adopt(context: Context, app: App, estates: readonly Estate[], wanted: Wanted): Adopted {
  const held = holdingsOf(context, estates);
  const chosen = choose(held, wanted);
  const ids = idsOf(chosen);
  const events = estates
    .flatMap(({ waiting }) => waiting.take((event) => wanted === "all" || concerns(event, ids)))
    .toSorted((one, other) => one.order - other.order);
  for (const dialog of chosen.dialogs) dialog.owner = app;
  for (const outgoing of chosen.outgoing) outgoing.owner = app;
  for (const incoming of chosen.incoming) entrustAgain(context, app, incoming);
  for (const { answered, delivery } of events) {
    if (answered) context.tables.estates.answered.expect(app, answered);
    app.deliver(delivery);
  }
  removeEmpty(context, estates);
  return {
    dialogs: chosen.dialogs.length,
    transactions: chosen.incoming.length + chosen.outgoing.length,
    events: events.length,
    missing: wanted === "all" ? [] : [...wanted].filter((id) => !ids.has(id)),
  };
}

function choose(held: Holdings, wanted: Wanted): Holdings {
  if (wanted === "all") return held;
  const dialogs = new Set(wanted);
  for (const { id, dialog } of [...held.incoming, ...held.outgoing])
    if (dialog && wanted.has(id)) dialogs.add(dialog.id);
  const fits = ({ id, dialog }: Holdings["incoming"][number] | Holdings["outgoing"][number]): boolean =>
    wanted.has(id) || (dialog !== undefined && dialogs.has(dialog.id));
  return {
    dialogs: held.dialogs.filter(({ id }) => dialogs.has(id)),
    incoming: held.incoming.filter(fits),
    outgoing: held.outgoing.filter(fits),
  };
}

function idsOf({ dialogs, incoming, outgoing }: Holdings): ReadonlySet<string> {
  return new Set([...dialogs, ...incoming, ...outgoing].map(({ id }) => id));
}

function concerns({ delivery }: WaitingEvent, ids: ReadonlySet<string>): boolean {
  return ids.has(delivery.dialogId) || ids.has(delivery.transactionId);
}

/** One that was never answered is as new to this application; it has as long for it as the first one had. */
function entrustAgain(context: Context, app: App, incoming: Incoming): void {
  if (incoming.answered || incoming.done) incoming.owner = app;
  else entrust(context, incoming, app, PATIENCE_T1 * context.timers.t1);
}

function removeEmpty(context: Context, estates: readonly Estate[]): void {
  for (const estate of estates) {
    const { dialogs, incoming, outgoing } = holdingsOf(context, [estate]);
    if (dialogs.length + incoming.length + outgoing.length + estate.waiting.size === 0)
      context.tables.estates.remove(estate);
  }
}
