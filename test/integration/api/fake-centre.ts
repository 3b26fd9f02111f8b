import type { Access, AgentDesk, ClaimDesk, Overview, Readiness, Tokens } from "../../../src/api/index.ts";
import type {
  AgentView,
  CallView,
  ClaimOutcome,
  FeedBatch,
  FeedEvent,
  RentedAgentView,
} from "../../../src/dispatch/index.ts";
import { AgentId, CallId, QueueId, RentalId, TenantId } from "../../../src/ids.ts";

/** A centre in memory with two tenants, for the API to show. */
export interface FakeCentre extends Overview, AgentDesk, ClaimDesk, Tokens, Readiness {
  /** Appends events to a tenant's log; agent-state-changed events also change its snapshot. */
  emit(tenant: TenantId, events: readonly FeedEvent[]): void;
  /** Takes a token's rights away. */
  revoke(token: string): void;
  /** Sets what readiness says from now on. */
  say(parts: Record<string, "up" | "down">): void;
  /** Makes the next snapshot throw with this text. */
  breakWith(text: string): void;
  /** What becomes of claims from now on. */
  claimsEnd(outcome: ClaimOutcome): void;
  /** Resolves when nobody is subscribed to the tenant any more. */
  unwatched(tenant: TenantId): Promise<void>;
}

export const beijing = TenantId("t-beijing");
export const sichuan = TenantId("t-sichuan");
export const ghost = TenantId("t-ghost");
export const beijingToken = "beijing-token";
export const sichuanToken = "sichuan-token";
export const ghostToken = "ghost-token";
export const li = AgentId("agent-li");
export const zhang = AgentId("agent-zhang");

const agent = (id: AgentId, name: string, hasDevice: boolean): AgentView => ({
  id,
  key: name,
  name,
  skills: { stars: 5 },
  hasDevice,
  state: { at: "logged-out", since: 1_000 },
});

/** Zhang of Sichuan also serves Beijing. */
const rentedAgents = (tenant: TenantId): readonly RentedAgentView[] =>
  tenant === beijing ? [{ id: zhang, name: "zhang", rental: RentalId("r-peak"), doing: "free" }] : [];

const queue = { id: QueueId("q-orders"), key: "orders", name: "订购" };

const calls: readonly CallView[] = [
  {
    id: CallId("c2"),
    number: "98668",
    caller: "13900000002",
    at: "queued",
    arrivedAt: 1,
    queue,
    queuedAt: 3_000,
    position: 2,
  },
  {
    id: CallId("c1"),
    number: "98668",
    caller: "13900000001",
    at: "queued",
    arrivedAt: 2,
    queue,
    queuedAt: 2_000,
    position: 1,
  },
  { id: CallId("c3"), number: "98668", caller: "13900000003", at: "in-flow", arrivedAt: 3 },
];

interface Tenant {
  position: number;
  agents: readonly AgentView[];
  readonly calls: readonly CallView[];
  readonly listeners: Set<(batch: FeedBatch) => void>;
  readonly whenUnwatched: (() => void)[];
}

const tenantOf = (agents: readonly AgentView[], calls: readonly CallView[]): Tenant => ({
  position: 0,
  agents,
  calls,
  listeners: new Set(),
  whenUnwatched: [],
});

export function fakeCentre(): FakeCentre {
  const tenants = new Map<TenantId, Tenant>([
    [beijing, tenantOf([agent(li, "li", true), agent(AgentId("agent-wang"), "wang", false)], calls)],
    [sichuan, tenantOf([agent(zhang, "zhang", true)], [])],
  ]);
  const holders = new Map<string, Access>([
    [beijingToken, { tenant: beijing, role: "admin" }],
    [sichuanToken, { tenant: sichuan, role: "supervisor" }],
    [ghostToken, { tenant: ghost, role: "agent" }],
  ]);
  let parts: Record<string, "up" | "down"> = {
    database: "up",
    redis: "up",
    "sip-server": "up",
    softswitch: "up",
  };
  let fault: string | undefined;
  let claimOutcome: ClaimOutcome = "offered";

  const centre: FakeCentre = {
    authenticate: async (token) => holders.get(token),
    revoke: (token) => void holders.delete(token),
    checks: async () => parts,
    say: (now) => {
      parts = now;
    },
    breakWith: (text) => {
      fault = text;
    },
    team: (id) => {
      if (fault !== undefined) throw new Error(fault);
      const tenant = tenants.get(id);
      return tenant && { agents: tenant.agents, rentedAgents: rentedAgents(id) };
    },
    snapshot: (id) => {
      const tenant = tenants.get(id);
      const team = centre.team(id);
      return tenant && team && { position: String(tenant.position), ...team, calls: tenant.calls };
    },
    subscribe: (id, listener) => {
      const tenant = tenants.get(id);
      tenant?.listeners.add(listener);
      return () => {
        tenant?.listeners.delete(listener);
        if (tenant?.listeners.size === 0) for (const tell of tenant.whenUnwatched.splice(0)) tell();
      };
    },
    unwatched: (id) => new Promise((resolve) => tenants.get(id)?.whenUnwatched.push(resolve)),
    emit: (id, events) => {
      const tenant = tenants.get(id);
      if (tenant === undefined) return;
      tenant.position += events.length;
      for (const event of events) {
        if (event.type !== "agent-state-changed") continue;
        tenant.agents = tenant.agents.map((view) =>
          view.id === event.agent ? { ...view, state: event.state } : view,
        );
      }
      for (const listener of tenant.listeners) listener({ position: String(tenant.position), events });
    },
    claimsEnd: (outcome) => {
      claimOutcome = outcome;
    },
    claim: async (id, call, agent) => {
      const tenant = tenants.get(id);
      if (!tenant?.calls.some((view) => view.id === call)) return "no-such-call";
      return tenant.agents.some((view) => view.id === agent) ? claimOutcome : "no-such-agent";
    },
    changeAgent: async (id, agentId, change) => {
      const found = tenants.get(id)?.agents.find((view) => view.id === agentId);
      if (found === undefined) return { ok: false, refusal: "no-such-agent" };
      if (change.to === "ready" && !found.hasDevice) return { ok: false, refusal: "no-device" };
      const state =
        change.to === "not-ready"
          ? { at: change.to, since: 5_000, reason: change.reason }
          : { at: change.to, since: 5_000 };
      centre.emit(id, [{ at: 5_000, type: "agent-state-changed", agent: agentId, state }]);
      return { ok: true, agent: { ...found, state } };
    },
  };
  return centre;
}
