import type { AgentId, CallId, TenantId } from "../ids.ts";
import type { CellEventOf } from "./cell-event.ts";
import { type ClaimOutcome, refusalOf } from "./claim.ts";
import type { Draft } from "./draft.ts";
import type { Stepper } from "./stepper.ts";

/** An agent of the tenant, or one it rents, picks one of its waiting calls. */
export function claim(on: Stepper, event: CellEventOf<"call-claimed">): void {
  on.draft.claim = refusedAtOnce(on.draft, event) ?? outcomeOf(on, event);
}

function refusedAtOnce(
  draft: Draft,
  { tenant, call, agent }: CellEventOf<"call-claimed">,
): ClaimOutcome | undefined {
  if (draft.live(call)?.tenant !== tenant) return "no-such-call";
  if (!servesTenant(draft, agent, tenant)) return "no-such-agent";
  const waiting = draft.router.waitingCall(call);
  if (waiting === undefined) return "not-waiting";
  if (isRinging(draft, call, agent)) return "offered";
  if (waiting.reservations.length > 0) return "offered-already";
  return waiting.preferred !== undefined && waiting.preferred.agent !== agent
    ? "kept-for-another"
    : undefined;
}

function outcomeOf(on: Stepper, { call, agent }: CellEventOf<"call-claimed">): ClaimOutcome {
  const { draft } = on;
  on.route({ type: "call-claimed", call, agent });
  if (isRinging(draft, call, agent)) return "offered";
  const why = draft.router.exclusions(call).find(([excluded]) => excluded === agent);
  return refusalOf(why?.[1]);
}

function servesTenant(draft: Draft, agent: AgentId, tenant: TenantId): boolean {
  const home = draft.router.agent(agent)?.profile.tenant;
  if (home === undefined) return false;
  return home === tenant || draft.tenants.get(tenant)?.settings.rented.has(agent) === true;
}

function isRinging({ router }: Draft, call: CallId, agent: AgentId): boolean {
  const ringing = router.waitingCall(call)?.reservations ?? [];
  return ringing.some((reservation) => router.reservation(reservation)?.agent === agent);
}
