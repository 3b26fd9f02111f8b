import { describe, expect, it } from "vitest";
import { AgentId, CallId, FlowId, LegId, QueueId, ReservationId } from "../ids.ts";
import type { Call, CallCommand, CallEvent } from "./index.ts";
import { beginCall, latestPlayback, stepCall } from "./index.ts";

const caller = LegId("caller-leg");
const agentLeg = LegId("agent-leg");
const begun = beginCall({
  at: 0,
  id: CallId("c1"),
  number: "98668",
  caller: "13800138000",
  flow: { id: FlowId("main"), version: 3 },
});
const arrived: CallEvent = { type: "leg-arrived", at: 1, leg: caller };
const queued: CallEvent = { type: "queued", at: 2_000, queue: QueueId("orders") };
const offered: CallEvent = { type: "offered", at: 2_001, reservation: ReservationId("c1.1") };
const answered: CallEvent = { type: "answered", at: 5_000, agent: AgentId("li-na"), agentLeg };
const callerLeft: CallEvent = { type: "caller-left", at: 9_000 };

function after(...events: CallEvent[]): { call: Call; commands: readonly CallCommand[] } {
  let call = begun;
  let commands: readonly CallCommand[] = [];
  for (const event of events) [call, commands] = stepCall(call, event);
  return { call, commands };
}

describe("a call", () => {
  it("is answered when its leg arrives, once", () => {
    expect(after(arrived).commands).toEqual([{ do: "answer", leg: caller }]);
    expect(after(arrived, { ...arrived, leg: LegId("another") }).commands).toEqual([]);
  });

  it("numbers its playings, so that an end of an earlier one can be told apart", () => {
    const spoke: CallEvent = { type: "flow-spoke", at: 2, utterances: [{ language: "zh", text: "您好" }] };
    const first = after(arrived, spoke);
    const second = after(arrived, spoke, spoke);
    expect(first.commands).toEqual([
      { do: "play", leg: caller, playback: "c1.p1", utterances: [{ language: "zh", text: "您好" }] },
    ]);
    expect(latestPlayback(second.call)).toBe("c1.p2");
  });

  it("hears music while it waits, and is joined to the agent who answers", () => {
    expect(after(arrived, queued).commands).toEqual([{ do: "start-music", leg: caller }]);
    expect(after(arrived, queued, offered, answered).commands).toEqual([
      { do: "bridge", call: "c1", caller, agent: agentLeg },
    ]);
  });

  it("keeps the age of its first queue when it comes to another", () => {
    const again: CallEvent = { ...queued, at: 8_000, queue: QueueId("editors") };
    expect(after(arrived, queued, { type: "queue-gave-up", at: 7_000 }, again).call.passage).toEqual({
      queue: "editors",
      queuedAt: 2_000,
      offers: 0,
    });
  });

  it("waits on in another queue with its music, its age and its offers", () => {
    const overflowed: CallEvent = { type: "overflowed", at: 7_000, queue: QueueId("editors") };
    const { call, commands } = after(arrived, queued, offered, overflowed);
    expect(commands).toEqual([]);
    expect(call.passage).toEqual({ queue: "editors", queuedAt: 2_000, offers: 1 });
    expect(after(arrived, queued, { ...overflowed, queuedAt: 7_000 }).call.passage?.queuedAt).toBe(7_000);
    expect(after(arrived, overflowed).call.passage).toBeUndefined();
  });

  it("ends the agent leg when the caller leaves, and the caller leg when the agent leaves", () => {
    expect(after(arrived, queued, offered, answered, callerLeft).commands[0]).toEqual({
      do: "hang-up",
      leg: agentLeg,
      cause: "normal",
    });
    const agentLeft: CallEvent = { type: "agent-left", at: 9_000, leg: agentLeg };
    expect(after(arrived, queued, offered, answered, agentLeft).commands[0]).toEqual({
      do: "hang-up",
      leg: caller,
      cause: "normal",
    });
  });

  it("is not touched by the end of an agent leg that is not its own", () => {
    const stray: CallEvent = { type: "agent-left", at: 9_000, leg: LegId("of an earlier offer") };
    expect(after(arrived, queued, offered, answered, stray).call.at).toBe("talking");
  });

  it("is recorded once, with everything that is known of it", () => {
    const { call, commands } = after(arrived, queued, offered, answered, callerLeft);
    expect(commands.at(-1)).toEqual({
      do: "record",
      record: {
        call: "c1",
        number: "98668",
        caller: "13800138000",
        flow: { id: "main", version: 3 },
        arrivedAt: 0,
        queue: "orders",
        queuedAt: 2_000,
        agent: "li-na",
        answeredAt: 5_000,
        endedAt: 9_000,
        endedBy: "caller",
        outcome: "answered",
        offers: 1,
      },
    });
    expect(stepCall(call, callerLeft)[1]).toEqual([]);
  });

  it.each<[string, CallEvent[]]>([
    ["left-in-flow", [arrived, callerLeft]],
    ["left-in-flow", [callerLeft]],
    ["completed-in-flow", [arrived, { type: "flow-completed", at: 9_000 }]],
    ["abandoned", [arrived, queued, callerLeft]],
    ["lost", [{ type: "failed", at: 9_000, why: "failure" }]],
    ["lost", [arrived, queued, { type: "failed", at: 9_000, why: "shutdown" }]],
    ["answered", [arrived, queued, offered, answered, { type: "failed", at: 9_000, why: "shutdown" }]],
  ])("has the outcome %s after %j", (outcome, events) => {
    expect(after(...events).call.ended?.outcome).toBe(outcome);
  });
});
