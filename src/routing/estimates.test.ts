import { describe, expect, test } from "vitest";
import { agent, queue, stage } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const li = agent("li");

describe("a waiting call's position", () => {
  test("is its rank among all that wait in its queue, by score and not by when it came", () => {
    const cell = TestCell.with([queue("q"), queue("other")], [li]);
    cell.queue("c1", "q", { priority: 5 });
    cell.later(1).queue("c2", "q", { priority: 5 });
    cell.later(1).queue("c3", "q", { priority: 9 });
    cell.queue("c4", "other", { priority: 9 });
    const positions = ["c1", "c2", "c3", "c4"].map((call) => cell.estimate(call)?.position);
    expect(positions).toEqual([2, 3, 1, 1]);
  });

  test("moves up when a call before it leaves, and when it overtakes", () => {
    const priority = { mode: "accumulating", rates: [1, 3], topAfterSeconds: 3600 } as const;
    const cell = TestCell.with([queue("q", { priority })], [li]);
    cell.queue("slow", "q", { priority: 0 });
    cell.later(10).queue("fast", "q", { priority: 1 });
    expect(cell.estimate("fast")?.position).toBe(2);
    cell.later(6);
    expect(cell.estimate("fast")?.position).toBe(1);
    expect(cell.estimate("slow")?.position).toBe(2);
    cell.callLeaves("fast");
    expect(cell.estimate("slow")?.position).toBe(1);
  });

  test("counts calls at every step of the search", () => {
    const steps = [stage("english >= 5", { forSeconds: 5 }), stage("english >= 1")];
    const cell = TestCell.with([queue("q", { steps })], [li]);
    cell.queue("first", "q");
    cell.later(5).timePasses();
    cell.queue("second", "q");
    expect([cell.estimate("first")?.position, cell.estimate("second")?.position]).toEqual([1, 2]);
  });

  test("is that found on entering, at first", () => {
    const cell = TestCell.with([queue("q")], [li]);
    for (const call of ["c1", "c2", "c3"]) cell.later(1).queue(call, "q");
    expect(["c1", "c2", "c3"].map((call) => cell.waiting(call)?.positionFound)).toEqual([1, 2, 3]);
  });

  test("is none of a call that does not wait", () => {
    const cell = TestCell.with([queue("q")], [li], ["li"]);
    expect(cell.estimate("c1")).toBeUndefined();
    cell.connect("c1", "q");
    expect(cell.estimate("c1")).toBeUndefined();
  });
});

describe("a waiting call's expected wait", () => {
  test("is unknown, not nil, in a queue from which nobody was ever served", () => {
    const cell = TestCell.with([queue("q")], [li]);
    cell.queue("c1", "q");
    expect(cell.estimate("c1")).toEqual({ position: 1 });
  });

  test("is a range once calls were served that had to wait", () => {
    const cell = TestCell.with([queue("q", { wrapUpSeconds: 0 })], [li], ["li"]);
    for (let nth = 0; nth < 40; nth++) cell.queue(`c${nth}`, "q");
    for (let nth = 0; nth < 30; nth++) {
      const offer = cell.offered() ?? { reservation: "c0.1", call: "c0" };
      cell.offerEnds(offer.reservation, "answered");
      cell.later(60).conversationEnds(offer.call);
    }
    const wait = cell.estimate("c9")?.wait;
    expect(wait?.fromMs).toBeGreaterThan(0);
    expect(wait?.toMs).toBeGreaterThanOrEqual(wait?.fromMs ?? Number.NaN);
  });

  test("is remembered over a restart", () => {
    const cell = TestCell.with([queue("q", { wrapUpSeconds: 0 })], [li], ["li"]);
    for (const call of ["c1", "c2", "c3", "c4"]) cell.queue(call, "q");
    for (const call of ["c1", "c2", "c3"]) {
      cell.offerEnds(`${call}.1`, "answered");
      cell.later(20).conversationEnds(call);
    }
    cell.queue("c5", "q");
    const before = cell.estimate("c5");
    cell.restart();
    expect(cell.estimate("c5")).toEqual(before);
    expect(before).toHaveProperty("wait");
  });
});
