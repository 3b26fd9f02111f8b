import type { CallCommand } from "../calls/index.ts";
import type { ReservationId, TenantId } from "../ids.ts";
import type { ClaimOutcome } from "./claim.ts";
import type { Offer } from "./ports.ts";
import type { Change, Changes } from "./saved.ts";

/** What the world is asked to do, after the changes are written. */
export type Effect =
  | Exclude<CallCommand, { readonly do: "record" }>
  | { readonly do: "offer"; readonly offer: Offer }
  | { readonly do: "withdraw"; readonly reservation: ReservationId };

/** What one or more events made of one tenant. */
export interface TenantTurn {
  readonly changes: Changes;
  readonly effects: readonly Effect[];
}

/** What follows from one event, or from several in a row. Tenants it does not touch are not named. */
export interface Turn {
  readonly tenants: ReadonlyMap<TenantId, TenantTurn>;
  /** What became of the claim, where the event was one. */
  readonly claim?: ClaimOutcome;
}

/** Several turns in a row as one: of each entry the last that is said of it, the rest in order. */
export function mergeTurns(turns: readonly Turn[]): ReadonlyMap<TenantId, TenantTurn> {
  const [first, ...others] = turns;
  if (first === undefined) return new Map();
  if (others.length === 0) return first.tenants;
  const parts = new Map<TenantId, TenantTurn[]>();
  for (const { tenants } of turns) {
    for (const [tenant, part] of tenants) {
      const before = parts.get(tenant);
      if (before === undefined) parts.set(tenant, [part]);
      else before.push(part);
    }
  }
  return new Map([...parts].map(([tenant, ofTenant]) => [tenant, mergedPart(ofTenant)]));
}

function mergedPart(parts: readonly TenantTurn[]): TenantTurn {
  const [only, second] = parts;
  if (only !== undefined && second === undefined) return only;
  const all = parts.map(({ changes }) => changes);
  return {
    changes: {
      agents: lastOfEach(all.flatMap(({ agents }) => agents)),
      calls: lastOfEach(all.flatMap(({ calls }) => calls)),
      waiting: lastOfEach(all.flatMap(({ waiting }) => waiting)),
      reservations: lastOfEach(all.flatMap(({ reservations }) => reservations)),
      records: all.flatMap(({ records }) => records),
      explanations: all.flatMap(({ explanations }) => explanations),
      events: all.flatMap(({ events }) => events),
    },
    effects: parts.flatMap(({ effects }) => effects),
  };
}

function lastOfEach<Key, Value>(changes: readonly Change<Key, Value>[]): readonly Change<Key, Value>[] {
  return [...new Map(changes.map((change) => [change.key, change])).values()];
}

export function nothingChanged(changes: Changes): boolean {
  return Object.values(changes).every((list: readonly unknown[]) => list.length === 0);
}
