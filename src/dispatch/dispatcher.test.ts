import { describe, expect, it, vi } from "vitest";
import { AgentId, CallId, FlowId, LegId, ReservationId, TenantId, TrunkId } from "../ids.ts";
import { Router } from "../routing/index.ts";
import type { PlatformConfig } from "../tenancy/index.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { Acquaintance } from "./last-agents.ts";
import type { SavedCell } from "./saved.ts";
import {
  manualClock,
  nothingSaved,
  recordingHistory,
  recordingStore,
  recordingSwitch,
  silentLog,
} from "./test-fakes.ts";
import { otherTenant, sampleRental, sampleTenant, straightTo } from "./test-tenant.ts";

const tenant = sampleTenant.id;
const liNa = AgentId("li-na");
const wangWei = AgentId("wang-wei");
const call = CallId("c1");
const leg = LegId("caller-of-c1");
const trunk = { id: TrunkId("t"), key: "t", name: "t", addresses: ["127.0.0.1"] };
const platform: PlatformConfig = {
  version: 1,
  operator: tenant,
  trunks: [trunk],
  tenants: [sampleTenant],
  rentals: [],
};
const together: PlatformConfig = {
  ...platform,
  tenants: [sampleTenant, otherTenant],
  rentals: [sampleRental],
};
const admitted = { call, tenant, number: "98668", flow: FlowId("straight"), caller: "13800138000" };
const atChess = { ...admitted, tenant: otherTenant.id, number: "98667", flow: FlowId("courses") };

async function running({
  saved = () => nothingSaved,
  known = [],
  configured = platform,
}: {
  readonly saved?: (of: TenantId) => SavedCell;
  readonly known?: readonly Acquaintance[];
  readonly configured?: PlatformConfig;
} = {}) {
  const parts = {
    softswitch: recordingSwitch(),
    store: recordingStore(saved),
    history: recordingHistory(known),
    clock: manualClock(),
    chance: () => 0.5,
    log: silentLog,
  };
  const dispatcher = new Dispatcher(parts);
  await dispatcher.configure(configured);
  return { ...parts, dispatcher };
}

async function withReadyAgent(agent = liNa, configured = platform) {
  const parts = await running({ configured });
  parts.dispatcher.deviceChanged(tenant, agent, true);
  await parts.dispatcher.changeAgent(tenant, agent, { to: "ready" });
  return parts;
}

describe("what follows from an event", () => {
  it("is written before it is carried out", async () => {
    const { dispatcher, softswitch, store } = await withReadyAgent();
    let written: () => void = () => undefined;
    store.before = () => new Promise((resolve) => (written = resolve));
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await Promise.resolve();
    expect(softswitch.asked).toEqual([]);
    store.before = async () => undefined;
    written();
    await vi.waitFor(() => expect(softswitch.asked).toContain("offer c1.1 li-na"));
  });

  it("is offered first, before music and answer", async () => {
    const { dispatcher, softswitch } = await withReadyAgent();
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() =>
      expect(softswitch.asked).toEqual(["offer c1.1 li-na", `answer ${leg}`, `start-music ${leg}`]),
    );
  });

  it("waits while the live store is away, and is carried out once when it is back", async () => {
    const { dispatcher, softswitch, store, clock } = await withReadyAgent();
    const failing = vi.fn(async () => Promise.reject(new Error("away")));
    store.before = failing;
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() => expect(failing).toHaveBeenCalledOnce());
    expect(softswitch.asked).toEqual([]);
    store.before = async () => undefined;
    await vi.waitFor(() => {
      clock.moveTo(clock.now() + 50);
      expect(softswitch.asked).toContain("offer c1.1 li-na");
    });
    expect(softswitch.asked.filter((asked) => asked.startsWith("offer"))).toHaveLength(1);
  });
});

describe("the softswitch", () => {
  it("that fails to ring an agent makes the offer unreachable", async () => {
    const { dispatcher, softswitch } = await withReadyAgent();
    softswitch.offer = async () => Promise.reject(new Error("not connected"));
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() =>
      expect(dispatcher.snapshot(tenant)?.agents[0]?.state).toMatchObject({ reason: "device-unreachable" }),
    );
  });

  it("that brings a leg of no known call is asked to end it", async () => {
    const { dispatcher, softswitch } = await running();
    dispatcher.switchSaid({ type: "caller-arrived", call: CallId("unheard-of"), leg });
    await vi.waitFor(() => expect(softswitch.asked).toEqual([`hang-up ${leg} failure`]));
  });
});

describe("an agent", () => {
  it("is refused ready without a device, and unknown ones are refused", async () => {
    const { dispatcher } = await running();
    expect(await dispatcher.changeAgent(tenant, liNa, { to: "ready" })).toEqual({
      ok: false,
      refusal: "no-device",
    });
    expect(await dispatcher.changeAgent(tenant, AgentId("nobody"), { to: "ready" })).toEqual({
      ok: false,
      refusal: "no-such-agent",
    });
    expect(await dispatcher.changeAgent(TenantId("chess"), liNa, { to: "ready" })).toEqual({
      ok: false,
      refusal: "no-such-agent",
    });
  });
});

describe("a changed configuration", () => {
  it("is shown at once, although an agent's name is nothing to be written", async () => {
    const { dispatcher, store } = await running();
    const writes = store.saves.length;
    const agents = sampleTenant.agents.map((agent) => ({ ...agent, name: "李娜" }));
    await dispatcher.configure({ ...platform, version: 2, tenants: [{ ...sampleTenant, agents }] });
    expect(store.saves).toHaveLength(writes);
    expect(dispatcher.snapshot(tenant)?.agents[0]).toMatchObject({ name: "李娜" });
  });
});

describe("the feed", () => {
  it("continues each snapshot without gap or overlap", async () => {
    const { dispatcher } = await running();
    const positions: string[] = [];
    dispatcher.deviceChanged(tenant, liNa, true);
    await dispatcher.changeAgent(tenant, liNa, { to: "ready" });
    const before = dispatcher.snapshot(tenant)?.position;
    const unsubscribe = dispatcher.subscribe(tenant, ({ position }) => positions.push(position));
    await dispatcher.changeAgent(tenant, liNa, { to: "not-ready", reason: "lunch" });
    unsubscribe();
    await dispatcher.changeAgent(tenant, liNa, { to: "ready" });
    expect(positions).toEqual([String(Number(before) + 1)]);
  });
});

describe("the history", () => {
  it("gets each record although the database is away for a while", async () => {
    const { dispatcher, history, store, clock } = await running();
    history.failures = 2;
    dispatcher.callAdmitted(admitted);
    dispatcher.callerGone(call, "hung-up");
    await vi.waitFor(() => {
      clock.moveTo(clock.now() + 500);
      expect(store.forgotten).toEqual([call]);
    });
    expect(history.written).toMatchObject([{ call, outcome: "left-in-flow" }]);
  });
});

describe("two tenants that share an agent", () => {
  it("are written side by side, and nothing is carried out before both are", async () => {
    const { dispatcher, softswitch, store } = await withReadyAgent(wangWei, together);
    const writing: string[] = [];
    const written = Promise.withResolvers<void>();
    store.before = async (of) => {
      writing.push(of);
      if (of === tenant) await written.promise;
    };
    dispatcher.callAdmitted(atChess);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() => expect(writing.toSorted()).toEqual(["chess", "publisher"]));
    expect(softswitch.asked).toEqual([]);
    written.resolve();
    await vi.waitFor(() => expect(softswitch.asked).toContain("offer c1.1 wang-wei"));
  });

  it("are each told of their own part", async () => {
    const { dispatcher } = await withReadyAgent(wangWei, together);
    const told: Record<string, string[]> = { publisher: [], chess: [] };
    for (const of of [tenant, otherTenant.id])
      dispatcher.subscribe(of, ({ events }) => told[of]?.push(...events.map(({ type }) => type)));
    dispatcher.callAdmitted(atChess);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() => expect(told["chess"]).toContain("offer-made"));
    expect(told).toEqual({
      publisher: ["agent-state-changed"],
      chess: ["call-arrived", "call-queued", "offer-made"],
    });
  });

  it("see of a rented agent whether it is free, theirs, somebody else's or away", async () => {
    const { dispatcher, softswitch } = await running({ configured: together });
    const doing = () => dispatcher.snapshot(otherTenant.id)?.rentedAgents;
    expect(doing()).toEqual([{ id: "wang-wei", name: "wang-wei", rental: "peak", doing: "away" }]);
    dispatcher.deviceChanged(tenant, wangWei, true);
    await dispatcher.changeAgent(tenant, wangWei, { to: "ready" });
    expect(doing()).toMatchObject([{ doing: "free" }]);
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() => expect(softswitch.asked).toContain("offer c1.1 wang-wei"));
    expect(doing()).toMatchObject([{ doing: "elsewhere" }]);
    const next = { ...atChess, call: CallId("c2") };
    dispatcher.callAdmitted(next);
    dispatcher.switchSaid({ type: "caller-arrived", call: next.call, leg: LegId("caller-of-c2") });
    dispatcher.callerGone(call, "hung-up");
    await vi.waitFor(() => expect(doing()).toMatchObject([{ doing: "here" }]));
    expect(dispatcher.snapshot(tenant)?.rentedAgents).toEqual([]);
    expect(dispatcher.snapshot(tenant)?.agents[1]?.state).toMatchObject({ at: "reserved", rental: "peak" });
  });
});

describe("a waiting call on the screen", () => {
  it("stands at its place, with its priority and step, and whose devices ring", async () => {
    const { dispatcher } = await withReadyAgent();
    for (const id of ["c1", "c2", "c3"]) {
      dispatcher.callAdmitted({ ...admitted, call: CallId(id) });
      dispatcher.switchSaid({ type: "caller-arrived", call: CallId(id), leg: LegId(`caller-of-${id}`) });
    }
    await vi.waitFor(() => expect(dispatcher.snapshot(tenant)?.calls).toHaveLength(3));
    expect(dispatcher.snapshot(tenant)?.calls).toMatchObject([
      { id: "c1", position: 1, priority: 0, step: 0, offeredTo: ["li-na"] },
      { id: "c2", position: 2, queue: { key: "orders", name: "订购" } },
      { id: "c3", position: 3 },
    ]);
    expect(dispatcher.snapshot(tenant)?.calls[1]).not.toHaveProperty("offeredTo");
  });
});

describe("a claim", () => {
  const [orders] = sampleTenant.queues;
  if (orders === undefined) throw new Error("the sample has a queue");
  const toClaim = { ...sampleTenant, queues: [{ ...orders, offering: { mode: "claim" } as const }] };
  const configured = { ...platform, tenants: [toClaim, otherTenant] };

  it("that is granted is written before it is answered", async () => {
    const { dispatcher, store } = await withReadyAgent(liNa, configured);
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    expect(await dispatcher.claim(tenant, call, liNa)).toBe("offered");
    const { changes } = store.saves.at(-1) ?? {};
    expect(changes?.explanations).toMatchObject([{ because: { because: "claimed" } }]);
    expect(dispatcher.snapshot(tenant)?.calls).toMatchObject([{ offeredTo: ["li-na"] }]);
  });

  it("that is not says why", async () => {
    const { dispatcher } = await running({ configured });
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    expect(await dispatcher.claim(tenant, call, liNa)).toBe("not-free");
    expect(await dispatcher.claim(otherTenant.id, call, liNa)).toBe("no-such-call");
  });
});

describe("an event that cannot be taken", () => {
  it("is reported and passed over: the next is taken", async () => {
    const { dispatcher, softswitch } = await withReadyAgent();
    const step = vi.spyOn(Router.prototype, "step").mockImplementationOnce(() => {
      throw new Error("a fault of ours");
    });
    await dispatcher.changeAgent(tenant, liNa, { to: "not-ready", reason: "lunch" });
    step.mockRestore();
    expect(dispatcher.snapshot(tenant)?.agents[0]?.state.at).toBe("ready");
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() => expect(softswitch.asked).toContain("offer c1.1 li-na"));
  });
});

describe("a new process", () => {
  it("knows from the history who last talked with a caller", async () => {
    const flow = straightTo("orders", "straight", { preferred: { agent: "last", patienceSeconds: 30 } });
    const { dispatcher, softswitch } = await running({
      known: [{ caller: admitted.caller, agent: wangWei }],
      configured: { ...platform, tenants: [{ ...sampleTenant, flows: [flow] }] },
    });
    for (const agent of [liNa, wangWei]) {
      dispatcher.deviceChanged(tenant, agent, true);
      await dispatcher.changeAgent(tenant, agent, { to: "ready" });
    }
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() => expect(softswitch.asked).toContain("offer c1.1 wang-wei"));
  });

  it("does without that knowledge while the database is away", async () => {
    const history = recordingHistory();
    history.lastAgents = async () => Promise.reject(new Error("the database is away"));
    const parts = { softswitch: recordingSwitch(), store: recordingStore(), clock: manualClock() };
    const dispatcher = new Dispatcher({ ...parts, history, chance: () => 0, log: silentLog });
    await dispatcher.configure(platform);
    expect(dispatcher.snapshot(tenant)?.agents).toHaveLength(2);
  });

  it("takes up a tenant that comes later beside those that are there", async () => {
    const { dispatcher, store, softswitch } = await withReadyAgent(wangWei);
    await dispatcher.configure({ ...together, version: 2 });
    expect(store.saves.filter(({ tenant: of }) => of === otherTenant.id).length).toBeGreaterThan(0);
    dispatcher.callAdmitted(atChess);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() => expect(softswitch.asked).toContain("offer c1.1 wang-wei"));
  });
});

describe("a stop", () => {
  it("waits for quiet, then ends and records what still lives", async () => {
    const { dispatcher, softswitch, history } = await withReadyAgent();
    dispatcher.callAdmitted(admitted);
    dispatcher.switchSaid({ type: "caller-arrived", call, leg });
    await vi.waitFor(() => expect(softswitch.asked).toContain("offer c1.1 li-na"));
    softswitch.endOffer(ReservationId("c1.1"), { outcome: "answered", leg: LegId("agent-leg") });
    await vi.waitFor(() => expect(softswitch.asked).toContain(`bridge c1 ${leg} agent-leg`));
    const quiet = vi.fn();
    void dispatcher.whenQuiet().then(quiet);
    await Promise.resolve();
    expect(quiet).not.toHaveBeenCalled();
    await dispatcher.stop();
    expect(softswitch.asked.slice(-2)).toEqual([`hang-up ${leg} shutdown`, "hang-up agent-leg shutdown"]);
    expect(history.written).toMatchObject([{ endedBy: "platform", outcome: "answered" }]);
    expect(quiet).toHaveBeenCalled();
  });
});
