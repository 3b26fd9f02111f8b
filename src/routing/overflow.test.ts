import { describe, expect, test } from "vitest";
import { QueueId } from "../ids.ts";
import type { Overflow, OverflowCause, OverflowTarget } from "./overflow.ts";
import type { Queue } from "./queue.ts";
import { agent, queue, queueNeeding, stage } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const li = agent("li");
const closed = { timeZone: "UTC", weekly: [{ days: [1], from: "09:00", to: "17:00" }], holidays: [] };
const onTo = (id: string, keepAge = true): OverflowTarget => ({ to: "queue", queue: QueueId(id), keepAge });

/** For each cause, rules under which a call meets it, and what makes it happen. */
const causes: readonly (readonly [OverflowCause, Partial<Queue>, (cell: TestCell) => string[]])[] = [
  ["maximum-waiting", { maximumWaiting: 0 }, (cell) => cell.queue("c1", "q")],
  [
    "maximum-wait",
    { maximumWaitSeconds: 30 },
    (cell) => [...cell.queue("c1", "q"), ...cell.later(30).timePasses()],
  ],
  [
    "no-agents",
    { steps: [stage("english >= 1")] },
    (cell) => {
      cell.askForBreak("li", "lunch");
      return cell.queue("c1", "q", { needsAgents: true });
    },
  ],
  ["closed", { hours: closed }, (cell) => cell.queue("c1", "q")],
];

describe.each(causes)("a call that is not kept for %s", (why, rules, meet) => {
  const meeting = (overflow: Overflow) => {
    const cell = TestCell.with([queue("q", { ...rules, overflow }), queue("next")], [li]);
    return { cell, said: meet(cell) };
  };

  test("goes back to its flow where nothing else is said", () => {
    const { cell, said } = meeting({});
    expect(said).toEqual([`give up c1: ${why}`]);
    expect(cell.commands).toMatchObject([{ do: "give-up", queue: "q", why }]);
    expect(cell.waiting("c1")).toBeUndefined();
  });

  test("goes back to its flow, or hangs up, as the queue says for this cause", () => {
    expect(meeting({ [why]: { to: "flow" } }).said).toEqual([`give up c1: ${why}`]);
    expect(meeting({ [why]: { to: "hang-up" } }).said).toEqual([`give up c1: ${why}, hang up`]);
  });

  test("goes on to another queue, its age kept", () => {
    const { cell, said } = meeting({ [why]: onTo("next") });
    expect(said).toEqual([`c1 overflows from q to next: ${why}`]);
    expect(cell.waiting("c1")).toMatchObject({
      queue: "next",
      queuedAt: why === "maximum-wait" ? cell.now - 30_000 : cell.now,
      enteredAt: cell.now,
      step: 0,
      overflowedFrom: ["q"],
    });
    expect(cell.waiting("c1")?.giveUpAt).toBeUndefined();
  });

  test("goes on to another queue as a new one where its age is not kept", () => {
    const { cell } = meeting({ [why]: onTo("next", false) });
    expect(cell.waiting("c1")).toMatchObject({ queue: "next", queuedAt: cell.now, enteredAt: cell.now });
  });

  test("is given up where the other queue is unknown", () => {
    expect(meeting({ [why]: onTo("nowhere") }).said).toEqual([`give up c1: ${why}`]);
  });
});

describe("a call that overflows", () => {
  test("is offered in the other queue at once, and numbers its offers on", () => {
    const queues = [
      queueNeeding("q", "english >= 1", { overflow: { "maximum-wait": onTo("next") } }),
      queue("next"),
    ];
    const cell = TestCell.with(queues, [li, agent("wang", { english: 1 })], ["wang"]);
    cell.queue("c1", "q", { maximumWaitSeconds: 5 });
    cell.signIn("li");
    expect(cell.later(6).offerEnds("c1.1", "declined")).toEqual([
      "c1.1 ended declined",
      "wang is not-ready (declined)",
      "c1 overflows from q to next: maximum-wait",
      "li is reserved",
      "offer c1.2 to li",
    ]);
    expect(cell.waiting("c1")).toMatchObject({ offers: 2, overflowedFrom: ["q"] });
  });

  test("never comes to the same queue twice: it goes back to its flow", () => {
    const full = (id: string, next: string) =>
      queue(id, { maximumWaiting: 0, overflow: { "maximum-waiting": onTo(next) } });
    const cell = TestCell.with([full("a", "b"), full("b", "c"), full("c", "a")], [li]);
    expect(cell.queue("c1", "a")).toEqual([
      "c1 overflows from a to b: maximum-waiting",
      "c1 overflows from b to c: maximum-waiting",
      "give up c1: maximum-waiting",
    ]);
    expect(cell.waiting("c1")).toBeUndefined();
  });

  test("has the maximum wait of the other queue from then on", () => {
    const queues = [
      queue("q", { maximumWaitSeconds: 30, overflow: { "maximum-wait": onTo("next") } }),
      queue("next", { maximumWaitSeconds: 20 }),
    ];
    const cell = TestCell.with(queues, [li]);
    cell.queue("c1", "q");
    cell.later(30).timePasses();
    expect(cell.router.nextDeadline()).toBe(cell.now + 20_000);
    expect(cell.later(20).timePasses()).toEqual(["give up c1: maximum-wait"]);
  });

  test("keeps its place by age among those of the other queue", () => {
    const queues = [
      queue("q", { maximumWaitSeconds: 30, overflow: { "maximum-wait": onTo("next") } }),
      queue("next"),
    ];
    const cell = TestCell.with(queues, [li]);
    cell.queue("older", "q");
    cell.later(10).queue("younger", "next");
    cell.later(20).timePasses();
    expect(cell.signIn("li")).toContain("offer older.1 to li");
  });
});

describe("a queue that is full", () => {
  test("keeps as many as may wait, those that ring included", () => {
    const cell = TestCell.with([queue("q", { maximumWaiting: 2 })], [li], ["li"]);
    cell.queue("c1", "q");
    expect(cell.queue("c2", "q")).toEqual([]);
    expect(cell.queue("c3", "q")).toEqual(["give up c3: maximum-waiting"]);
  });

  test("has room again when a call is connected", () => {
    const cell = TestCell.with([queue("q", { maximumWaiting: 1 })], [li], ["li"]);
    cell.connect("c1", "q");
    expect(cell.queue("c2", "q")).toEqual([]);
  });

  test("keeps those that wait already when the limit is lowered", () => {
    const cell = TestCell.with([queue("q")], [li]);
    cell.queue("c1", "q");
    cell.queue("c2", "q");
    expect(cell.configure([queue("q", { maximumWaiting: 1 })], [li])).toEqual([]);
  });
});

describe("a queue that is closed", () => {
  const untilOneMinutePast = {
    timeZone: "UTC",
    weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "00:01" }],
    holidays: [],
  };

  test("serves those that wait at closing time, and keeps nobody new", () => {
    const cell = TestCell.with([queue("q", { hours: untilOneMinutePast })], [li]);
    cell.queue("early", "q");
    cell.now = 60_000;
    expect(cell.timePasses()).toEqual([]);
    expect(cell.queue("late", "q")).toEqual(["give up late: closed"]);
    expect(cell.signIn("li")).toContain("offer early.1 to li");
  });
});

describe("the maximum wait", () => {
  test("is the shorter of the queue's and the flow's", () => {
    const waits = (ofQueue: number | undefined, ofFlow: number | undefined) => {
      const limit = ofQueue === undefined ? {} : { maximumWaitSeconds: ofQueue };
      const cell = TestCell.with([queue("q", limit)], [li]);
      cell.queue("c1", "q", ofFlow === undefined ? {} : { maximumWaitSeconds: ofFlow });
      return (cell.router.nextDeadline() ?? Number.NaN) - cell.now;
    };
    expect([waits(30, undefined), waits(undefined, 20), waits(30, 20), waits(10, 20)]).toEqual([
      30_000, 20_000, 20_000, 10_000,
    ]);
  });

  test("is counted from entering this queue, not from an age kept", () => {
    const cell = TestCell.with([queue("q", { maximumWaitSeconds: 30 })], [li]);
    cell.later(100).queue("c1", "q", { waitingSince: cell.now - 100_000 });
    expect(cell.router.nextDeadline()).toBe(cell.now + 30_000);
  });
});
