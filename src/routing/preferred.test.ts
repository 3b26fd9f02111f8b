import { describe, expect, test } from "vitest";
import { agent, queue, queueNeeding, rental, stage, stranger } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

describe("a call kept for one agent", () => {
  const both = [agent("last"), agent("other")];
  const cellWith = (...ready: string[]) => TestCell.with([queue("q")], both, ready);

  test("is offered to that agent though another has been idle longer", () => {
    const cell = cellWith("other", "last");
    expect(cell.queueFor("c1", "q", "last", 30)).toContain("offer c1.1 to last");
    expect(cell.offered()?.because.because).toBe("preferred");
  });

  test("waits for the agent as long as the patience lasts, and then goes to anybody", () => {
    const cell = cellWith("other");
    cell.askForBreak("last", "lunch");
    expect(cell.queueFor("c1", "q", "last", 30)).toEqual([]);
    expect(cell.router.nextDeadline()).toBe(cell.now + 30_000);
    cell.now += 29_999;
    expect(cell.timePasses()).toEqual([]);
    cell.now += 1;
    expect(cell.timePasses()).toContain("offer c1.1 to other");
    expect(cell.waiting("c1")?.preferred).toBeUndefined();
  });

  test("is offered as soon as the agent is free", () => {
    const cell = cellWith("other");
    cell.askForBreak("last", "lunch");
    cell.queueFor("c1", "q", "last", 30);
    expect(cell.later(10).signIn("last")).toContain("offer c1.1 to last");
  });

  test("is not kept for an agent who is signed out", () => {
    expect(cellWith("other").queueFor("c1", "q", "last", 30)).toContain("offer c1.1 to other");
  });

  test("is not kept for an agent who is eligible at no step", () => {
    const cell = TestCell.with(
      [queueNeeding("q", "english >= 1")],
      [agent("last"), agent("other", { english: 1 })],
      ["last", "other"],
    );
    expect(cell.queueFor("c1", "q", "last", 30)).toContain("offer c1.1 to other");
  });

  test("is not kept for an agent nobody knows", () => {
    expect(cellWith("other").queueFor("c1", "q", "nobody", 30)).toContain("offer c1.1 to other");
  });

  test("is kept for an agent who is eligible at a later step only", () => {
    const steps = [stage("english >= 5", { forSeconds: 60 }), stage("english >= 1")];
    const agents = [agent("last", { english: 1 }), agent("other", { english: 9 })];
    const cell = TestCell.with([queue("q", { steps })], agents, ["other"]);
    cell.askForBreak("last", "lunch");
    expect(cell.queueFor("c1", "q", "last", 30)).toEqual([]);
    expect(cell.signIn("last")).toContain("offer c1.1 to last");
  });

  test("goes to anybody once the agent signs out", () => {
    const cell = cellWith("other");
    cell.askForBreak("last", "lunch");
    cell.queueFor("c1", "q", "last", 30);
    expect(cell.ask("last", "logged-out")).toContain("offer c1.1 to other");
  });

  test("goes to anybody once the agent did not take it", () => {
    const cell = cellWith("other", "last");
    cell.queueFor("c1", "q", "last", 30);
    expect(cell.offerEnds("c1.1", "declined")).toContain("offer c1.2 to other");
  });

  test("begins its search at the first step once the agent did not take it", () => {
    const steps = [stage("english >= 5", { forSeconds: 20 }), stage("english >= 1")];
    const agents = [agent("last", { english: 9 }), agent("other", { english: 1 })];
    const cell = TestCell.with([queue("q", { steps })], agents, ["last", "other"]);
    cell.queueFor("c1", "q", "last", 30);
    expect(cell.later(5).offerEnds("c1.1", "no-answer")).not.toContain("offer c1.2 to other");
    expect(cell.waiting("c1")).toMatchObject({ step: 0, stepEndsAt: cell.now + 20_000 });
    expect(cell.later(20).timePasses()).toContain("offer c1.2 to other");
  });

  test("rings nobody else while it rings the agent, though its queue rings several", () => {
    const cell = TestCell.with([queue("q", { offering: { mode: "several", atMost: 2 } })], both, [
      "other",
      "last",
    ]);
    cell.queueFor("c1", "q", "last", 30);
    expect(cell.rung()).toEqual(["last"]);
    cell.askForBreak("other", "lunch");
    expect(cell.ask("other", "ready")).toEqual(["other is ready"]);
  });

  test("rings nobody by itself where calls are picked", () => {
    const cell = TestCell.with([queue("q", { offering: { mode: "claim" } })], both, ["last"]);
    expect(cell.queueFor("c1", "q", "last", 30)).toEqual([]);
  });

  test("does not hold up those behind it", () => {
    const cell = cellWith();
    cell.askForBreak("last", "lunch");
    cell.queueFor("c1", "q", "last", 30);
    cell.later(1).queue("c2", "q");
    expect(cell.signIn("other")).toContain("offer c2.1 to other");
  });

  test("is offered when the hours begin of the rental that lends the agent", () => {
    const hours = { timeZone: "UTC", weekly: [{ days: [4], from: "00:01", to: "00:02" }], holidays: [] };
    const cell = TestCell.with(
      [queue("q")],
      [stranger("lent")],
      ["lent"],
      [rental("r1", ["lent"], { hours })],
    );
    cell.now = 50_000;
    cell.queueFor("c1", "q", "lent", 30);
    cell.now = 60_000;
    expect(cell.timePasses()).toContain("offer c1.1 to lent");
  });

  test("is offered when the rental that lends the agent has room again under its cap", () => {
    const agents = [stranger("last"), stranger("other")];
    const lent = rental("r1", ["last", "other"], { cap: 1 });
    const cell = TestCell.with([queue("q", { wrapUpSeconds: 0 })], agents, ["other", "last"], [lent]);
    cell.connect("c1", "q");
    expect(cell.queueFor("c2", "q", "last", 30)).toEqual([]);
    expect(cell.conversationEnds("c1")).toContain("offer c2.1 to last");
  });

  test("does not go before an older call that the agent could serve", () => {
    const cell = cellWith();
    cell.askForBreak("last", "lunch");
    cell.queue("older", "q");
    cell.later(1).queueFor("kept", "q", "last", 30);
    expect(cell.signIn("last")).toContain("offer older.1 to last");
  });

  test("is offered under whichever rental and step the agent can be had now", () => {
    const hours = { timeZone: "UTC", weekly: [], holidays: [] };
    const steps = [stage("english >= 1", { forSeconds: 20 }), stage("german >= 1")];
    const rentals = [
      rental("closed", ["lent"], { hours, skills: { english: 1 } }),
      rental("open", ["lent"], { skills: { german: 1 } }),
    ];
    const cell = TestCell.with([queue("q", { steps })], [stranger("lent")], ["lent"], rentals);
    expect(cell.queueFor("c1", "q", "lent", 30)).toContain("offer c1.1 to lent");
    expect(cell.offered()?.rental).toBe("open");
  });
});
