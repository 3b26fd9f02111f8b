import type { App } from "../core/app.ts";
import type { Context } from "../core/context.ts";
import type { Dialog, Incoming, Outgoing } from "../core/state.ts";
import type { Estate } from "./estate.ts";
import { isOpen } from "./open-transactions.ts";

/** Dialogs and transactions of estates that live, or of whose end a successor is still to hear. */
export interface Holdings {
  readonly dialogs: readonly Dialog[];
  readonly incoming: readonly Incoming[];
  readonly outgoing: readonly Outgoing[];
}

/** All that belongs to these estates: what they were left, and what came of it since. */
export function holdingsOf(context: Context, estates: readonly Estate[]): Holdings {
  const { tables } = context;
  const owners = new Set<App | undefined>(estates);
  const told = eventIds(estates);
  const ours = <Item extends { readonly id: string; owner: App | undefined }>(
    kept: (estate: Estate) => Iterable<Item>,
    current: Iterable<Item>,
    lives: (item: Item) => boolean,
  ): Item[] =>
    [...new Set([...estates.flatMap((estate) => [...kept(estate)]), ...current])].filter(
      (item) => owners.has(item.owner) && (lives(item) || told.has(item.id)),
    );
  return {
    dialogs: ours(
      (estate) => estate.dialogs,
      estates.flatMap((estate) => tables.dialogs.ownedBy(estate)),
      (dialog) => tables.dialogs.holds(dialog),
    ),
    incoming: ours(
      (estate) => estate.incoming,
      tables.incoming.values(),
      ({ done }) => !done,
    ),
    outgoing: ours((estate) => estate.outgoing, tables.outgoing.values(), isOpen),
  };
}

/** Dialog and transaction ids that events wait for. */
function eventIds(estates: readonly Estate[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { waiting } of estates)
    for (const { delivery } of waiting.all()) ids.add(delivery.dialogId).add(delivery.transactionId);
  return ids;
}
