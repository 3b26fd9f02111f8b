import { describe, expect, test } from "vitest";
import { agent, queue, queueNeeding } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const claiming = () =>
  TestCell.with([queue("q", { offering: { mode: "claim" } })], [agent("a"), agent("b")], ["a", "b"]);

describe("a queue whose calls are picked by agents", () => {
  test("rings nobody by itself", () => {
    const cell = claiming();
    expect(cell.queue("c1", "q")).toEqual([]);
    expect(cell.later(600).timePasses()).toEqual([]);
  });

  test("offers a call to the agent who picked it, though an older waits", () => {
    const cell = claiming();
    cell.queue("c1", "q");
    cell.later(1).queue("c2", "q");
    expect(cell.claim("c2", "b")).toEqual(["b is reserved", "offer c2.1 to b"]);
    expect(cell.offered()?.because.because).toBe("claimed");
    expect(cell.offerEnds("c2.1", "answered")).toContain("connect c2 with b");
  });

  test("has a call that was not answered after all wait on to be picked", () => {
    const cell = claiming();
    cell.queue("c1", "q");
    cell.claim("c1", "a");
    expect(cell.offerEnds("c1.1", "no-answer")).toEqual([
      "c1.1 ended no-answer",
      "a is not-ready (ring-no-answer)",
    ]);
    expect(cell.claim("c1", "b")).toContain("offer c1.2 to b");
  });

  test("gives a call up as others do", () => {
    const cell = claiming();
    cell.queue("c1", "q", { maximumWaitSeconds: 30 });
    expect(cell.later(30).timePasses()).toEqual(["give up c1: maximum-wait"]);
  });
});

describe("picking a call", () => {
  test("changes nothing if it rings another agent already", () => {
    const cell = claiming();
    cell.queue("c1", "q");
    cell.claim("c1", "a");
    expect(cell.claim("c1", "b")).toEqual([]);
    expect(cell.claim("c1", "a")).toEqual([]);
  });

  test("rings nobody else, though the queue rings several", () => {
    const rules = {
      offering: { mode: "several", atMost: 2 },
      keepFree: [{ agents: 1, fromPriority: 9 }],
    } as const;
    const cell = TestCell.with([queue("q", rules)], [agent("a"), agent("b"), agent("c")], ["a"]);
    cell.queue("c1", "q");
    expect(cell.claim("c1", "a")).toContain("offer c1.1 to a");
    cell.signIn("b");
    expect(cell.signIn("c")).toEqual(["c is ready"]);
  });

  test("changes nothing if the agent is not free", () => {
    const cell = claiming();
    cell.queue("c1", "q");
    cell.queue("c2", "q");
    cell.claim("c1", "a");
    expect(cell.claim("c2", "a")).toEqual([]);
    cell.askForBreak("b", "lunch");
    expect(cell.claim("c2", "b")).toEqual([]);
  });

  test("changes nothing if the agent is not eligible", () => {
    const cell = TestCell.with(
      [queueNeeding("q", "english >= 5", { offering: { mode: "claim" } })],
      [agent("a", { english: 4 })],
      ["a"],
    );
    cell.queue("c1", "q");
    expect(cell.claim("c1", "a")).toEqual([]);
  });

  test("changes nothing if call or agent are unknown, or the caller has left", () => {
    const cell = claiming();
    cell.queue("c1", "q");
    expect(cell.claim("c9", "a")).toEqual([]);
    expect(cell.claim("c1", "nobody")).toEqual([]);
    cell.callLeaves("c1");
    expect(cell.claim("c1", "a")).toEqual([]);
  });

  test("works in a queue that rings by itself too, for an agent that is kept free", () => {
    const keepFree = [{ agents: 1, fromPriority: 9 }];
    const cell = TestCell.with([queue("q", { keepFree })], [agent("a")], ["a"]);
    cell.queue("c1", "q");
    expect(cell.claim("c1", "a")).toContain("offer c1.1 to a");
  });
});
