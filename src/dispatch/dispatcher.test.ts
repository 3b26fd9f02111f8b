import { describe, expect, it, vi } from "vitest";
import { beginCall } from "../calls/index.ts";
import { AgentId, CallId, FlowId, LegId, ReservationId, TenantId, TrunkId } from "../ids.ts";
import type { Agent } from "../routing/index.ts";
import { Dispatcher } from "./dispatcher.ts";
import type { SavedCell } from "./saved.ts";
import {
  manualClock,
  nothingSaved,
  recordingHistory,
  recordingStore,
  recordingSwitch,
  silentLog,
} from "./test-fakes.ts";
import { sampleTenant } from "./test-tenant.ts";

const tenant = sampleTenant.id;
const liNa = AgentId("li-na");
const call = CallId("c1");
const leg = LegId("caller-of-c1");
const trunk = { id: TrunkId("t"), key: "t", name: "t", addresses: ["127.0.0.1"] };
const platform = { version: 1, operator: tenant, trunks: [trunk], tenants: [sampleTenant] };
const admitted = { call, tenant, number: "98668", flow: FlowId("straight"), caller: "13800138000" };

async function running(saved: SavedCell = nothingSaved) {
  const parts = {
    softswitch: recordingSwitch(),
    store: recordingStore(saved),
    history: recordingHistory(),
    clock: manualClock(),
    log: silentLog,
  };
  const dispatcher = new Dispatcher(parts);
  await dispatcher.configure(platform);
  return { ...parts, dispatcher };
}

async function withReadyAgent() {
  const parts = await running();
  parts.dispatcher.deviceChanged(tenant, liNa, true);
  await parts.dispatcher.changeAgent(tenant, liNa, { to: "ready" });
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

describe("a new process", () => {
  const talking: Agent = {
    profile: { id: liNa, skills: {} },
    state: { at: "talking", since: 5, call, reservation: ReservationId("c1.1"), wrapUpSeconds: 5 },
    hasDevice: true,
    idleSince: 0,
  };
  const live = beginCall({
    at: 5,
    id: call,
    number: "98668",
    caller: "13800138000",
    flow: { id: FlowId("main"), version: 1 },
  });

  it("records the calls that died with the one before it as lost", async () => {
    const { history, store } = await running({ ...nothingSaved, calls: [live] });
    await vi.waitFor(() => expect(history.written).toMatchObject([{ call, outcome: "lost" }]));
    expect(store.saves[0]?.calls).toEqual([{ key: call }]);
  });

  it("leaves agents as they were, but for those whose conversation died", async () => {
    const { dispatcher } = await running({ ...nothingSaved, agents: [talking] });
    expect(dispatcher.snapshot(tenant)?.agents[0]).toMatchObject({
      hasDevice: true,
      state: { at: "not-ready", reason: "platform-restarted" },
    });
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
