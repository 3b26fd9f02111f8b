import { describe, expect, test } from "vitest";
import { agent, queue, queueNeeding } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

describe("agents kept free for calls of a higher priority", () => {
  const three = [agent("a"), agent("b"), agent("c")];
  const keeping = (agents: number, fromPriority: number) =>
    TestCell.with([queue("q", { keepFree: [{ agents, fromPriority }] })], three, ["a", "b", "c"]);

  test("are not offered a call below it, however long it waits", () => {
    const cell = keeping(2, 7);
    expect(cell.queue("c1", "q", { priority: 6 })).toContain("offer c1.1 to a");
    expect(cell.queue("c2", "q", { priority: 6 })).toEqual([]);
    expect(cell.later(600).timePasses()).not.toContain("offer c2.1 to b");
  });

  test("are offered calls of it and above, before older ones below it", () => {
    const cell = keeping(3, 7);
    cell.queue("low", "q", { priority: 6 });
    expect(cell.later(1).queue("seven", "q", { priority: 7 })).toContain("offer seven.1 to a");
    expect(cell.queue("nine", "q", { priority: 9 })).toContain("offer nine.1 to b");
    expect(cell.waiting("low")?.reservations).toEqual([]);
  });

  test("are no longer kept when one more is free", () => {
    const cell = keeping(2, 7);
    cell.queue("c1", "q", { priority: 0 });
    cell.queue("c2", "q", { priority: 0 });
    expect(cell.callLeaves("c1")).toContain("offer c2.1 to a");
  });

  test("are counted among the eligible only", () => {
    const agents = [agent("able", { english: 5 }), agent("x"), agent("y")];
    const keepFree = [{ agents: 1, fromPriority: 7 }];
    const cell = TestCell.with([queueNeeding("q", "english >= 1", { keepFree })], agents, ["able", "x", "y"]);
    expect(cell.queue("c1", "q", { priority: 6 })).toEqual([]);
    expect(cell.queue("c2", "q", { priority: 7 })).toContain("offer c2.1 to able");
  });

  test("can be more for lower calls than for middling ones", () => {
    const keepFree = [
      { agents: 1, fromPriority: 8 },
      { agents: 2, fromPriority: 5 },
    ];
    const cell = TestCell.with([queue("q", { keepFree })], three, ["a", "b"]);
    expect(cell.queue("low", "q", { priority: 4 })).toEqual([]);
    expect(cell.queue("middling", "q", { priority: 5 })).toContain("offer middling.1 to a");
    expect(cell.queue("middling-too", "q", { priority: 5 })).toEqual([]);
    expect(cell.queue("high", "q", { priority: 8 })).toContain("offer high.1 to b");
  });

  test("do not hold up another queue that keeps none", () => {
    const queues = [queue("keeping", { keepFree: [{ agents: 1, fromPriority: 9 }] }), queue("open")];
    const cell = TestCell.with(queues, [agent("a")], ["a"]);
    cell.queue("c1", "keeping", { priority: 8 });
    expect(cell.later(1).queue("c2", "open", { priority: 0 })).toContain("offer c2.1 to a");
  });
});
