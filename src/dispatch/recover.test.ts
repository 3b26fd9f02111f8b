import { describe, expect, it, vi } from "vitest";
import { beginCall } from "../calls/index.ts";
import { AgentId, CallId, FlowId, QueueId, RentalId, ReservationId } from "../ids.ts";
import type { Agent, Work } from "../routing/index.ts";
import { Dispatcher } from "./dispatcher.ts";
import { recover } from "./recover.ts";
import type { SavedCell } from "./saved.ts";
import {
  manualClock,
  nothingSaved,
  recordingHistory,
  recordingStore,
  recordingSwitch,
  silentLog,
} from "./test-fakes.ts";
import { otherTenant, sampleRental, sampleTenant } from "./test-tenant.ts";

const tenant = sampleTenant.id;
const call = CallId("c1");
const work = {
  since: 5,
  call,
  queue: QueueId("orders"),
  medium: "voice",
  reservation: ReservationId("c1.1"),
} as const;
const talking: Work = { ...work, at: "talking", wrapUpSeconds: 5 };
const wrappingUp: Work = { ...work, at: "wrap-up", until: 60_000, talkedSince: 1 };
const agentWith = (...works: readonly Work[]): Agent => ({
  profile: { id: AgentId("li-na"), tenant, skills: { orders: 5 } },
  state: works[0] ?? { at: "ready", since: 1 },
  works,
  hasDevice: true,
  idleSince: 0,
  signedInAt: 0,
  busyMs: 0,
  answeredAt: [],
});
const live = beginCall({
  at: 5,
  id: call,
  number: "98668",
  caller: "13800138000",
  flow: { id: FlowId("main"), version: 1 },
});
const settled = (agent: Agent) => recover({ ...nothingSaved, agents: [agent] }, tenant, 1_000).agents[0];

describe("an agent whose process died", () => {
  it("is as it was, if it was in no call", () => {
    expect(settled(agentWith())).toEqual(agentWith());
  });

  it("is not ready and has nothing in hand, if it was in a call", () => {
    expect(settled(agentWith(talking))).toMatchObject({
      state: { at: "not-ready", since: 1_000, reason: "platform-restarted" },
      works: [],
      hasDevice: true,
    });
  });

  it("has nothing in hand either, if that was for another tenant", () => {
    expect(settled(agentWith({ ...talking, rental: RentalId("peak") }))).toMatchObject({
      state: { reason: "platform-restarted" },
      works: [],
    });
  });

  it("goes on wrapping up", () => {
    expect(settled(agentWith(wrappingUp))).toEqual(agentWith(wrappingUp));
  });

  it("is not ready, if what it wrapped up was not written down", () => {
    expect(settled({ ...agentWith(), state: wrappingUp })).toMatchObject({ state: { at: "not-ready" } });
  });

  it("belongs to the tenant that saved it", () => {
    const stray = { ...agentWith(), profile: { ...agentWith().profile, tenant: otherTenant.id } };
    expect(settled(stray)?.profile.tenant).toBe(tenant);
  });
});

describe("a new process", () => {
  async function after(saved: Partial<SavedCell>) {
    const store = recordingStore((of) => (of === tenant ? { ...nothingSaved, ...saved } : nothingSaved));
    const history = recordingHistory();
    const clock = manualClock();
    const dispatcher = new Dispatcher({
      softswitch: recordingSwitch(),
      store,
      history,
      clock,
      chance: () => 0,
      log: silentLog,
    });
    await dispatcher.configure({
      version: 1,
      operator: tenant,
      trunks: [],
      tenants: [sampleTenant, otherTenant],
      rentals: [sampleRental],
    });
    return { dispatcher, store, history, clock };
  }

  it("records the calls that died with the one before it as lost", async () => {
    const { history, store } = await after({ calls: [live] });
    await vi.waitFor(() => expect(history.written).toMatchObject([{ call, outcome: "lost" }]));
    const saves = store.saves.filter(({ tenant: of }) => of === tenant);
    expect(saves[0]?.changes.calls).toEqual([{ key: call }]);
  });

  it("shows the agents as they were, but for those whose conversation died", async () => {
    const { dispatcher } = await after({ agents: [agentWith(talking)] });
    expect(dispatcher.snapshot(tenant)?.agents[0]).toMatchObject({
      hasDevice: true,
      state: { at: "not-ready", reason: "platform-restarted" },
    });
  });

  it("lets an agent who wrapped up be ready when that is over", async () => {
    const { dispatcher, clock } = await after({ agents: [agentWith(wrappingUp)] });
    expect(dispatcher.snapshot(tenant)?.agents[0]?.state.at).toBe("wrap-up");
    clock.moveTo(60_000);
    await vi.waitFor(() => expect(dispatcher.snapshot(tenant)?.agents[0]?.state.at).toBe("ready"));
  });
});
