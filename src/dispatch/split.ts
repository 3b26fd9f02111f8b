import type { TenantId } from "../ids.ts";
import type { CellState, Draft } from "./draft.ts";
import type { Change, Changes } from "./saved.ts";
import type { TenantTurn, Turn } from "./turn.ts";

type Entries = {
  readonly [Kind in "agents" | "calls" | "waiting" | "reservations"]: Changes[Kind][number][];
};

/**
 * What an event changed, tenant by tenant: agents go to their home, calls and all that belongs to them to whoever is
 * called. What came and went within the event was never there.
 */
export function turnOf(draft: Draft, before: CellState): Turn {
  const entries = new Map<TenantId, Entries>();
  const of = (tenant: TenantId): Entries => {
    const known = entries.get(tenant);
    if (known !== undefined) return known;
    const none: Entries = { agents: [], calls: [], waiting: [], reservations: [] };
    entries.set(tenant, none);
    return none;
  };
  addCalls(draft, before, of);
  addRouting(draft, before, of);
  const touched = new Set([...entries.keys(), ...draft.consequences.keys()]);
  const tenants = new Map<TenantId, TenantTurn>();
  for (const tenant of touched) tenants.set(tenant, turnOfTenant(draft, of(tenant), tenant));
  return { tenants, ...(draft.claim !== undefined && { claim: draft.claim }) };
}

function turnOfTenant(draft: Draft, entries: Entries, tenant: TenantId): TenantTurn {
  const { effects, ...rest } = draft.of(tenant);
  return { changes: { ...entries, ...rest }, effects };
}

function addCalls(draft: Draft, before: CellState, of: (tenant: TenantId) => Entries): void {
  for (const [key, { tenant, live }] of draft.calls) {
    if (live !== undefined || before.calls.has(key)) of(tenant).calls.push(changeOf(key, live?.call));
  }
}

function addRouting(draft: Draft, { kept }: CellState, of: (tenant: TenantId) => Entries): void {
  for (const [key, now] of draft.routing.agents) {
    const home = (now ?? kept.agents.get(key))?.profile.tenant;
    if (home !== undefined) of(home).agents.push(changeOf(key, now));
  }
  for (const [key, now] of draft.routing.waiting) {
    const tenant = draft.tenantOfCall(key);
    if (tenant !== undefined && (now !== undefined || kept.waiting.has(key)))
      of(tenant).waiting.push(changeOf(key, now));
  }
  for (const [key, now] of draft.routing.reservations) {
    const tenant = draft.tenantOfReservation(key);
    if (tenant !== undefined && (now !== undefined || kept.reservations.has(key)))
      of(tenant).reservations.push(changeOf(key, now));
  }
}

function changeOf<Key, Value>(key: Key, value: Value | undefined): Change<Key, Value> {
  return value === undefined ? { key } : { key, value };
}
