import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { RoutingCommand } from "./command.ts";
import type { RoutingEvent } from "./event.ts";
import type { RoutingState } from "./state.ts";
import { nextDeadline, step } from "./step.ts";
import { runs } from "./test-acts.ts";
import { type Moment, run } from "./test-run.ts";

/** Holds for every moment of every run. */
function always(holds: (moment: Moment) => void): void {
  fc.assert(
    fc.property(runs, (acts) => run(acts).forEach(holds)),
    { numRuns: 500 },
  );
}

/** What a cell decides from this state on. */
function decide(state: RoutingState, events: readonly RoutingEvent[]): RoutingCommand[] {
  let now = state;
  return events.flatMap((event) => {
    const [next, commands] = step(now, event);
    now = next;
    return commands;
  });
}

/** Written out and read back as JSON, the entries in the order given. */
function reread<Key, Value>(
  map: ReadonlyMap<Key, Value>,
  ordered: (entries: [Key, Value][]) => unknown,
): Map<Key, Value> {
  return new Map<Key, Value>(JSON.parse(JSON.stringify(ordered([...map]))));
}

function restored(state: RoutingState): RoutingState {
  return {
    configVersion: state.configVersion,
    queues: reread(state.queues, (entries) => entries.toReversed()),
    agents: reread(state.agents, (entries) => entries),
    waiting: reread(state.waiting, (entries) => entries.toReversed()),
    reservations: reread(state.reservations, (entries) => entries.toReversed()),
  };
}

test("the same events lead to the same decisions", () =>
  fc.assert(
    fc.property(runs, (acts) => {
      expect(run(acts)).toEqual(run(acts));
    }),
    { numRuns: 100 },
  ));

test("a state read back from JSON, in whatever order calls and reservations come back, decides the same", () =>
  fc.assert(
    fc.property(runs, fc.nat(60), (acts, cut) => {
      const moments = run(acts).slice(cut);
      const [first] = moments;
      if (first === undefined) return;
      const events = moments.map(({ event }) => event);
      expect(decide(restored(first.before), events)).toEqual(moments.flatMap(({ commands }) => commands));
    }),
    { numRuns: 500 },
  ));

test("an event told twice changes nothing the second time", () =>
  always(({ event, after, commands }) => {
    const [again, repeated] = step(after, event);
    // A call that gave up no longer waits, so that queueing it again is a new wish and not a repeat.
    if (event.type === "call-queued" && commands.some(({ do: what }) => what === "give-up")) return;
    const late = commands.filter(({ do: what }) => what === "drop-late-answer");
    expect([again, repeated]).toEqual([after, late]);
  }));

test("a moment in which nothing is decided and nothing changes returns the state itself", () =>
  always(({ event, after }) => {
    const [again] = step(after, event);
    if (event.type === "configured" || event.type === "call-queued") return;
    expect(again).toBe(after);
  }));

test("before the next deadline no time that passes changes anything, and at the deadline something does", () =>
  always(({ event, after }) => {
    const deadline = nextDeadline(after);
    const before = Math.max(event.at, (deadline ?? event.at + 1_000_000) - 1);
    const due = Math.max(event.at, deadline ?? 0);
    if (deadline === undefined || before < deadline) {
      expect(step(after, { type: "time-passed", at: before })).toEqual([after, []]);
    }
    if (deadline === undefined) return;
    const [next, commands] = step(after, { type: "time-passed", at: due });
    expect(next).not.toBe(after);
    expect(commands).not.toEqual([]);
    expect(nextDeadline(next) ?? Number.POSITIVE_INFINITY).toBeGreaterThan(due);
  }));
