import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AgentId, CallId, FlowId, LegId, PlaybackId, ReservationId } from "../ids.ts";
import { type Cell, type CellEvent, type Effect, emptyCell, type Turn } from "./cell.ts";
import type { FeedEvent } from "./feed.ts";
import { cellDeadline, stepCell } from "./step-cell.ts";
import { sampleTenant } from "./test-tenant.ts";

const liNa = AgentId("li-na");
const call = CallId("c1");
const leg = LegId("caller-of-c1");

/** Plays events into a fresh cell; `last` is the turn of the last one. */
function play(...events: readonly CellEvent[]): { cell: Cell; last: Turn; turns: readonly Turn[] } {
  const turns: Turn[] = [];
  let cell = emptyCell(sampleTenant);
  for (const event of [configured, ...events]) {
    const turn = stepCell(cell, event);
    turns.push(turn);
    cell = turn.cell;
  }
  const last = turns.at(-1);
  if (last === undefined) throw new Error("at least the configuration was played");
  return { cell, last, turns };
}

const configured: CellEvent = { type: "configured", at: 0, config: sampleTenant, version: 1 };
const admitted = (flow = "main"): CellEvent => ({
  type: "call-admitted",
  at: 1,
  call,
  number: "98668",
  caller: "13800138000",
  flow: FlowId(flow),
});
const arrived: CellEvent = { type: "caller-arrived", at: 2, call, leg };
const pressOne: CellEvent = { type: "digit-pressed", at: 3, call, digit: "1" };
const ready = (agent = liNa): readonly CellEvent[] => [
  { type: "device-changed", at: 0, agent, registered: true },
  { type: "agent-asked", at: 0, agent, change: { to: "ready" } },
];
const answeredBy = (agentLeg: string): CellEvent => ({
  type: "offer-finished",
  at: 10,
  reservation: ReservationId("c1.1"),
  result: { outcome: "answered", leg: LegId(agentLeg) },
});

const doing = (effects: readonly Effect[]) => effects.map((effect) => effect.do);
const told = (events: readonly FeedEvent[]) => events.map((event) => event.type);

describe("a caller who arrives", () => {
  it("is answered and hears the menu", () => {
    expect(play(admitted(), arrived).last.effects).toEqual([
      { do: "answer", leg },
      { do: "play", leg, playback: "c1.p1", utterances: [{ language: "zh", text: "订购请按一" }] },
    ]);
  });

  it("is told of, under the number dialled", () => {
    expect(play(admitted()).last.events).toEqual([
      { type: "call-arrived", at: 1, call, number: "98668", caller: "13800138000" },
    ]);
  });

  it("is offered at once to a ready agent, where the flow queues at once", () => {
    const { last } = play(...ready(), admitted("straight"), arrived);
    expect(doing(last.effects)).toEqual(["answer", "start-music", "offer"]);
    expect(last.effects.at(-1)).toMatchObject({
      offer: {
        reservation: "c1.1",
        agent: "li-na",
        sipUsername: "98668-li-na",
        caller: "13800138000",
        queueName: "订购",
        ringForSeconds: 15,
      },
    });
    expect(last.explanations).toMatchObject([{ reservation: "c1.1" }]);
  });
});

describe("a caller whose flow was taken out of use on the way", () => {
  it("is not left in silence", () => {
    const { last } = play(admitted("gone"), arrived);
    expect(last.effects.at(-1)).toEqual({ do: "hang-up", leg, cause: "failure" });
    expect(last.records).toMatchObject([{ outcome: "lost" }]);
  });
});

describe("a caller who presses a key", () => {
  it("cuts the prompt short and waits in the queue", () => {
    const { last, cell } = play(admitted(), arrived, pressOne);
    expect(doing(last.effects)).toEqual(["stop-playing", "start-music"]);
    expect(cell.calls.get(call)?.at).toBe("queued");
  });

  it("is not led astray by the end of the prompt that was cut short", () => {
    const stale: CellEvent = { type: "prompts-finished", at: 4, call, playback: PlaybackId("c1.p1") };
    expect(play(admitted(), arrived, pressOne, stale).last.effects).toEqual([]);
  });
});

describe("an offer", () => {
  it("that is answered joins the legs, and tells how long the caller waited", () => {
    const { last } = play(...ready(), admitted("straight"), arrived, answeredBy("agent-leg"));
    expect(last.effects).toEqual([{ do: "bridge", call, caller: leg, agent: "agent-leg" }]);
    expect(told(last.events)).toEqual(["offer-ended", "call-answered", "agent-state-changed"]);
    expect(last.events[1]).toMatchObject({ waitedMs: 8 });
  });

  it("is withdrawn when the caller leaves, and the late answer's leg is ended", () => {
    const gone: CellEvent = { type: "caller-gone", at: 9, call, why: "hung-up" };
    const { turns, last } = play(...ready(), admitted("straight"), arrived, gone, answeredBy("late-leg"));
    expect(turns.at(-2)?.effects).toEqual([{ do: "withdraw", reservation: "c1.1" }]);
    expect(turns.at(-2)?.records).toMatchObject([{ outcome: "abandoned", offers: 1 }]);
    expect(last.effects).toEqual([{ do: "hang-up", leg: "late-leg", cause: "normal" }]);
  });

  it("that nobody takes goes to the other agent, the call keeping its age", () => {
    const noAnswer: CellEvent = {
      type: "offer-finished",
      at: 10,
      reservation: ReservationId("c1.1"),
      result: { outcome: "no-answer" },
    };
    const both = [...ready(), ...ready(AgentId("wang-wei"))];
    const { last, cell } = play(...both, admitted("straight"), arrived, noAnswer);
    expect(last.effects).toMatchObject([{ do: "offer", offer: { reservation: "c1.2", agent: "wang-wei" } }]);
    expect(cell.calls.get(call)?.passage).toMatchObject({ queuedAt: 2, offers: 2 });
  });
});

describe("a conversation", () => {
  const talking = [...ready(), admitted("straight"), arrived, answeredBy("agent-leg")];

  it("that the agent ends ends the caller leg and begins wrap-up", () => {
    const { last, cell } = play(...talking, {
      type: "agent-leg-ended",
      at: 20,
      call,
      leg: LegId("agent-leg"),
    });
    expect(last.effects).toEqual([{ do: "hang-up", leg, cause: "normal" }]);
    expect(cell.routing.agents.get(liNa)?.state).toMatchObject({ at: "wrap-up", until: 5_020 });
    expect(last.records).toMatchObject([{ outcome: "answered", endedBy: "agent" }]);
  });

  it("whose legs would not join is lost, and both legs are ended", () => {
    const { last } = play(...talking, { type: "bridge-failed", at: 11, call });
    expect(doing(last.effects)).toEqual(["hang-up", "hang-up"]);
    expect(last.records).toMatchObject([{ outcome: "lost", endedBy: "platform" }]);
  });
});

describe("a caller who waits too long", () => {
  it("goes on in the flow when the maximum wait is over, at the deadline that was foretold", () => {
    const { cell } = play(admitted(), arrived, pressOne);
    expect(cellDeadline(cell)).toBe(60_003);
    const { effects, events } = stepCell(cell, { type: "time-passed", at: 60_003 });
    expect(doing(effects)).toEqual(["stop-music", "play"]);
    expect(told(events)).toEqual(["call-left-queue"]);
  });
});

describe("a caller leg that never reached the softswitch", () => {
  it("is recorded as lost when the platform failed it, as left when the caller gave up", () => {
    expect(play(admitted(), { type: "caller-gone", at: 5, call, why: "failed" }).last.records).toMatchObject([
      { outcome: "lost", endedBy: "platform" },
    ]);
    expect(play(admitted(), { type: "caller-gone", at: 5, call, why: "hung-up" }).last.records).toMatchObject(
      [{ outcome: "left-in-flow", endedBy: "caller" }],
    );
  });
});

describe("a flow that is published anew", () => {
  it("is walked by new calls, while a call in it finishes on the version it began with", () => {
    const [main, ...others] = sampleTenant.flows;
    if (main === undefined) throw new Error("the sample has a flow");
    const next = {
      ...sampleTenant,
      flows: [
        {
          ...main,
          version: 2,
          graph: { start: "bye", nodes: { bye: { do: "goodbye", say: { en: "Bye" } } } },
        },
        ...others,
      ],
    } satisfies typeof sampleTenant;
    const renewed: CellEvent = { type: "configured", at: 3, config: next, version: 2 };
    expect(doing(play(admitted(), arrived, renewed, pressOne).last.effects)).toContain("start-music");
    expect(play(renewed, admitted(), arrived).last.effects).toMatchObject([
      { do: "answer" },
      { do: "play", utterances: [{ language: "en", text: "Bye" }] },
    ]);
  });
});

describe("whatever happens, in whatever order", () => {
  const calls = ["c1", "c2", "c3"].map(CallId);
  const agents = sampleTenant.agents.map(({ id }) => id);
  const anyCall = fc.constantFrom(...calls);
  const anyAgent = fc.constantFrom(...agents);
  const anyReservation = fc
    .tuple(anyCall, fc.integer({ min: 1, max: 4 }))
    .map(([of, nth]) => ReservationId(`${of}.${nth}`));
  const anyHappening = fc.oneof(
    anyCall.chain((id) =>
      fc.constantFrom("main", "straight").map((flow) => ({
        type: "call-admitted" as const,
        call: id,
        number: "98668",
        caller: "1",
        flow: FlowId(flow),
      })),
    ),
    anyCall.map((id) => ({ type: "caller-arrived" as const, call: id, leg: LegId(`caller-of-${id}`) })),
    anyCall.map((id) => ({ type: "caller-gone" as const, call: id, why: "hung-up" as const })),
    anyCall.map((id) => ({ type: "digit-pressed" as const, call: id, digit: "1" })),
    anyCall.map((id) => ({ type: "bridge-failed" as const, call: id })),
    anyReservation.map((id) => ({
      type: "agent-leg-ended" as const,
      call: CallId(id.split(".")[0] ?? ""),
      leg: LegId(`agent-of-${id}`),
    })),
    anyReservation.map((reservation) => ({
      type: "offer-finished" as const,
      reservation,
      result: { outcome: "answered" as const, leg: LegId(`agent-of-${reservation}`) },
    })),
    fc
      .tuple(anyReservation, fc.constantFrom("declined" as const, "busy" as const, "unreachable" as const))
      .map(([reservation, outcome]) => ({
        type: "offer-finished" as const,
        reservation,
        result: { outcome },
      })),
    anyAgent.map((agent) => ({ type: "agent-asked" as const, agent, change: { to: "ready" as const } })),
    fc
      .tuple(anyAgent, fc.boolean())
      .map(([agent, registered]) => ({ type: "device-changed" as const, agent, registered })),
    fc.constant({ type: "time-passed" as const }),
  );
  const history = fc.array(fc.tuple(anyHappening, fc.integer({ min: 0, max: 20_000 })), { maxLength: 80 });

  function run(happenings: readonly (readonly [Parameters<typeof withTime>[0], number])[]): readonly Turn[] {
    let at = 0;
    return play(
      ...happenings.map(([happening, later]) => {
        at += later;
        return withTime(happening, at);
      }),
      { type: "stopped", at: at + 1 },
    ).turns;
  }

  it("every admitted call is recorded exactly once for each time it was admitted, and none stays", () => {
    fc.assert(
      fc.property(history, (happenings) => {
        const turns = run(happenings);
        const arrivals = turns.flatMap(({ events }) => events.filter(({ type }) => type === "call-arrived"));
        expect(turns.flatMap(({ records }) => records)).toHaveLength(arrivals.length);
        expect(turns.at(-1)?.cell.calls.size).toBe(0);
        expect(turns.at(-1)?.cell.routing.reservations.size).toBe(0);
      }),
    );
  });

  it("no agent is offered a second call before the first offer has ended, and every offer ends once", () => {
    fc.assert(
      fc.property(history, (happenings) => {
        const ringing = new Map<string, string>();
        for (const event of run(happenings).flatMap(({ events }) => events)) {
          if (event.type === "offer-made") {
            expect(ringing.has(event.agent)).toBe(false);
            ringing.set(event.agent, event.reservation);
          }
          if (event.type === "offer-ended") {
            expect(ringing.get(event.agent)).toBe(event.reservation);
            ringing.delete(event.agent);
          }
        }
        expect(ringing.size).toBe(0);
      }),
    );
  });

  it("a caller is joined to one agent only, and each agent leg that answers is joined or ended", () => {
    fc.assert(
      fc.property(history, (happenings) => {
        for (const { effects, events } of run(happenings)) {
          const bridged = effects.flatMap((effect) => (effect.do === "bridge" ? [effect.call] : []));
          const answered = events.flatMap((event) => (event.type === "call-answered" ? [event.call] : []));
          expect(bridged).toEqual(answered);
          expect(new Set(bridged).size).toBe(bridged.length);
        }
      }),
    );
  });
});

/** `at` is put beside what happens; a function so that the union is kept. */
function withTime(happening: WithoutTime<CellEvent>, at: number): CellEvent {
  return { ...happening, at };
}

type WithoutTime<Event> = Event extends CellEvent ? Omit<Event, "at"> : never;
