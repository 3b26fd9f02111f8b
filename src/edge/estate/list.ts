import type { Delivery } from "../core/app.ts";
import type { Context } from "../core/context.ts";
import type { Dialog } from "../core/state.ts";
import type { Estate } from "./estate.ts";
import { dialogFacts, incomingFacts, outgoingFacts, registrationFacts } from "./facts.ts";
import { holdingsOf } from "./holdings.ts";

/** Something to adopt, or to know of. */
export interface Entry {
  /** Where it stands in the order of the list; a list goes on after this. */
  readonly key: string;
  /** A flat object; the text in it is a byte string, like all text here. */
  readonly facts: () => object;
}

/** A part of the list as JSON, a line each, and the key after which it goes on; undefined at its end. */
export interface Page {
  readonly lines: readonly string[];
  readonly next: string | undefined;
}

/** An answer of this size does not keep others waiting. */
const PAGE_CHARACTERS = 60_000;

/** All there is to adopt of these estates, and all registrations: those belong to no application. */
export function listEntries(context: Context, estates: readonly Estate[]): Entry[] {
  const { dialogs, incoming, outgoing } = holdingsOf(context, estates);
  const counts = eventCounts(estates);
  const waiting = (id: string): number => counts.get(id) ?? 0;
  const now = context.clock.now();
  const endsAt = (owner: unknown): number => estates.find((estate) => estate === owner)?.endsAt ?? now;
  const entries: Entry[] = [
    ...dialogs.map((dialog) => ({
      key: `1 ${dialog.id}`,
      facts: () => ({
        ...dialogFacts(context, dialog, () => endWaits(estates, dialog)),
        waiting: waiting(dialog.id),
        endsInSeconds: Math.ceil((endsAt(dialog.owner) - now) / 1000),
      }),
    })),
    ...incoming.map((request) => ({
      key: `2 ${request.id}`,
      facts: () => ({ ...incomingFacts(request), waiting: waiting(request.id) }),
    })),
    ...outgoing.map((request) => ({
      key: `2 ${request.id}`,
      facts: () => ({ ...outgoingFacts(request), waiting: waiting(request.id) }),
    })),
    ...context.tables.bindings
      .all()
      .map((bound) => ({ key: `3 ${bound.contact}`, facts: () => registrationFacts(bound) })),
  ];
  return entries.toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

/** What comes after `after` and fits into one answer; at least one line, if there is any. */
export function pageOf(entries: readonly Entry[], after: string): Page {
  const lines: string[] = [];
  let size = 0;
  let last: string | undefined;
  for (const { key, facts } of entries) {
    if (key <= after) continue;
    const json = JSON.stringify(facts());
    size += json.length + 1;
    if (last !== undefined && size > PAGE_CHARACTERS) return { lines, next: last };
    lines.push(json);
    last = key;
  }
  return { lines, next: undefined };
}

function endWaits(estates: readonly Estate[], { id, usage }: Dialog): boolean {
  const last = usage === "INVITE" ? "BYE " : "NOTIFY ";
  const ends = ({ dialogId, sip }: Delivery): boolean =>
    dialogId === id && sip.toString("latin1", 0, last.length) === last;
  return estates.some(({ waiting }) => waiting.some(({ delivery }) => ends(delivery)));
}

/** How many events wait, by dialog and by transaction. */
function eventCounts(estates: readonly Estate[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { delivery } of estates.flatMap(({ waiting }) => waiting.all()))
    for (const id of new Set([delivery.dialogId, delivery.transactionId]))
      counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
