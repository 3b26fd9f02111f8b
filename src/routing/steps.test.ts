import { describe, expect, test } from "vitest";
import type { Queue } from "./queue.ts";
import type { SearchStep } from "./search-step.ts";
import { agent, queue, stage } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";
import { condition } from "./test-expressions.ts";

const [expert, learner] = [agent("expert", { english: 8 }), agent("learner", { english: 2 })];
const other = agent("other");

const searching = (steps: readonly SearchStep[], rules: Partial<Queue> = {}) =>
  queue("q", { steps, ...rules });
const expertsFirst = [stage("english >= 5", { forSeconds: 20 }), stage("english >= 1")];

describe("a search that widens", () => {
  test("offers to whom the first step admits, and to nobody else before its time is over", () => {
    const cell = TestCell.with([searching(expertsFirst)], [expert, learner], ["learner"]);
    expect(cell.queue("c1", "q")).toEqual([]);
    expect(cell.router.nextDeadline()).toBe(cell.now + 20_000);
    cell.now += 19_999;
    expect(cell.timePasses()).toEqual([]);
  });

  test("goes to the next step when the time is over, and offers at once", () => {
    const cell = TestCell.with([searching(expertsFirst)], [expert, learner], ["learner"]);
    cell.queue("c1", "q");
    expect(cell.later(20).timePasses()).toEqual([
      "c1 at step 1",
      "learner is reserved",
      "offer c1.1 to learner",
    ]);
    expect(cell.waiting("c1")).toMatchObject({ step: 1, queuedAt: cell.now - 20_000 });
    expect(cell.waiting("c1")?.stepEndsAt).toBeUndefined();
  });

  test("stays at the last step for as long as it takes", () => {
    const cell = TestCell.with([searching(expertsFirst)], [expert, learner]);
    cell.queue("c1", "q");
    cell.later(20).timePasses();
    expect(cell.later(36_000).timePasses()).toEqual([]);
    expect(cell.router.nextDeadline()).toBeUndefined();
  });

  test("keeps whom an earlier step admitted", () => {
    const steps = [stage("english >= 5", { forSeconds: 20 }), stage("mandarin >= 1")];
    const cell = TestCell.with([searching(steps)], [expert]);
    cell.queue("c1", "q");
    cell.later(20).timePasses();
    expect(cell.signIn("expert")).toContain("offer c1.1 to expert");
  });

  test("goes through several steps at once when it is told of the time late", () => {
    const steps = [
      stage("english >= 9", { forSeconds: 10 }),
      stage("english >= 5", { forSeconds: 10 }),
      stage(),
    ];
    const cell = TestCell.with([searching(steps)], [other], ["other"]);
    cell.queue("c1", "q");
    cell.later(60).timePasses();
    expect(cell.waiting("c1")).toMatchObject({ step: 2, reservations: ["c1.1"] });
  });

  test("tells each step that a call comes to once", () => {
    const cell = TestCell.with([searching(expertsFirst)], [expert, learner]);
    cell.queue("c1", "q");
    expect(cell.later(20).timePasses()).toEqual(["c1 at step 1"]);
    expect(cell.timePasses()).toEqual([]);
  });

  test("does not change the order of age: the older call, further on, goes first", () => {
    const cell = TestCell.with([searching(expertsFirst)], [expert]);
    cell.queue("old", "q");
    cell.later(19).queue("young", "q");
    cell.later(1).timePasses();
    expect(cell.signIn("expert")).toContain("offer old.1 to expert");
  });
});

describe("a step that replaces the one before", () => {
  const replacing = [
    stage("english >= 5", { forSeconds: 20 }),
    stage("english <= 4", { widens: false, forSeconds: 20 }),
    stage("mandarin >= 1"),
  ];

  test("drops whom only earlier steps admitted", () => {
    const cell = TestCell.with([searching(replacing)], [expert, learner]);
    cell.queue("c1", "q");
    cell.later(20).timePasses();
    expect(cell.signIn("expert")).toEqual(["expert is ready"]);
    expect(cell.signIn("learner")).toContain("offer c1.1 to learner");
  });

  test("is what a later widening step adds to", () => {
    const cell = TestCell.with([searching(replacing)], [expert, learner]);
    cell.queue("c1", "q");
    cell.later(20).timePasses();
    cell.later(20).timePasses();
    expect(cell.signIn("expert")).toEqual(["expert is ready"]);
    expect(cell.signIn("learner")).toContain("offer c1.1 to learner");
  });
});

describe("the clock of a step", () => {
  test("stands still while an offer rings, and goes on with what was left", () => {
    const cell = TestCell.with([searching(expertsFirst)], [expert, learner], ["learner"]);
    cell.queue("c1", "q");
    cell.later(5).signIn("expert");
    expect(cell.waiting("c1")).toMatchObject({ stepLeftMs: 15_000, reservations: ["c1.1"] });
    expect(cell.waiting("c1")?.stepEndsAt).toBeUndefined();
    cell.later(10).offerEnds("c1.1", "no-answer");
    expect(cell.waiting("c1")).toMatchObject({ step: 0, stepEndsAt: cell.now + 15_000 });
    expect(cell.waiting("c1")?.stepLeftMs).toBeUndefined();
    expect(cell.later(14).timePasses()).toEqual([]);
    expect(cell.later(1).timePasses()).toContain("offer c1.2 to learner");
  });

  test("does not let the step end while an offer rings", () => {
    const steps = [stage("english >= 5", { forSeconds: 5 }), stage()];
    const cell = TestCell.with([searching(steps)], [expert, learner], ["expert", "learner"]);
    cell.queue("c1", "q");
    expect(cell.later(14).timePasses()).toEqual([]);
    expect(cell.waiting("c1")?.step).toBe(0);
  });
});

describe("a step that is considered only if a condition holds", () => {
  const considering = (text: string) => [
    stage("english >= 9", { forSeconds: 10 }),
    stage("english >= 5", { considerIf: condition(text), forSeconds: 10 }),
    stage(),
  ];

  test("is skipped at once where the condition does not hold when a call reaches it", () => {
    const cell = TestCell.with([searching(considering("waiting >= 2"))], [learner]);
    cell.queue("c1", "q");
    expect(cell.later(10).timePasses()).toEqual(["c1 at step 2"]);
  });

  test("is taken where it holds, and kept though it holds no longer", () => {
    const cell = TestCell.with([searching(considering("waiting >= 2"))], [learner]);
    cell.queue("c1", "q");
    cell.later(1).queue("c2", "q");
    cell.later(9).timePasses();
    expect(cell.waiting("c1")?.step).toBe(1);
    cell.callLeaves("c2");
    expect(cell.waiting("c1")?.step).toBe(1);
  });

  test("looks at how many agents are ready for it", () => {
    const cell = TestCell.with([searching(considering("ready >= 1"))], [expert], []);
    cell.queue("c1", "q");
    cell.later(10).timePasses();
    expect(cell.waiting("c1")?.step).toBe(2);
  });

  test("is skipped while a figure is unknown", () => {
    const cell = TestCell.with([searching(considering("ewt >= 0 || service-level >= 0"))], [learner]);
    cell.queue("c1", "q");
    cell.later(10).timePasses();
    expect(cell.waiting("c1")?.step).toBe(2);
  });

  test("can be the first: the call begins at the next", () => {
    const steps = [stage("english >= 5", { considerIf: condition("waiting > 5"), forSeconds: 10 }), stage()];
    const cell = TestCell.with([searching(steps)], [learner], ["learner"]);
    expect(cell.queue("c1", "q")).toContain("offer c1.1 to learner");
    expect(cell.waiting("c1")?.step).toBe(1);
  });

  test("counts, though skipped, as the step before for one that widens", () => {
    const steps = [
      stage("english >= 9", { forSeconds: 10 }),
      stage("english >= 5", { considerIf: condition("waiting > 5"), forSeconds: 10, widens: false }),
      stage("mandarin >= 1"),
    ];
    const cell = TestCell.with([searching(steps)], [expert]);
    cell.queue("c1", "q");
    cell.later(10).timePasses();
    expect(cell.waiting("c1")?.step).toBe(2);
    expect(cell.signIn("expert")).toContain("offer c1.1 to expert");
  });
});

describe("a step that nobody signed in could ever match", () => {
  const skipping = { skipsEmptySteps: true };

  test("is skipped at once where the queue says so", () => {
    const cell = TestCell.with([searching(expertsFirst, skipping)], [expert, learner], ["learner"]);
    expect(cell.queue("c1", "q")).toContain("offer c1.1 to learner");
    expect(cell.waiting("c1")?.step).toBe(1);
  });

  test("is not skipped while somebody on a break could", () => {
    const cell = TestCell.with([searching(expertsFirst, skipping)], [expert, learner], ["learner"]);
    cell.askForBreak("expert", "lunch");
    expect(cell.queue("c1", "q")).toEqual([]);
    expect(cell.waiting("c1")?.step).toBe(0);
  });

  test("is left at once when the last who could signs out", () => {
    const cell = TestCell.with([searching(expertsFirst, skipping)], [expert, learner], ["learner"]);
    cell.askForBreak("expert", "lunch");
    cell.queue("c1", "q");
    expect(cell.ask("expert", "logged-out")).toContain("offer c1.1 to learner");
  });

  test("is kept if it is the last", () => {
    const cell = TestCell.with([searching(expertsFirst, skipping)], [expert, learner]);
    cell.queue("c1", "q");
    expect(cell.waiting("c1")?.step).toBe(1);
    expect(cell.signIn("learner")).toContain("offer c1.1 to learner");
  });

  test("is waited out where the queue does not say so", () => {
    const cell = TestCell.with([searching(expertsFirst)], [expert, learner], ["learner"]);
    expect(cell.queue("c1", "q")).toEqual([]);
  });
});
