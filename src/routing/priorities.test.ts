import { describe, expect, test } from "vitest";
import type { PriorityPolicy } from "./priority-policy.ts";
import { agent, queue, queueNeeding } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

type Mode = PriorityPolicy extends infer Policy
  ? Policy extends PriorityPolicy
    ? Omit<Policy, "topAfterSeconds">
    : never
  : never;

const li = agent("li");
const strict: PriorityPolicy = { mode: "strict", topAfterSeconds: 3600 };

const nobodyReady = (...priorities: readonly PriorityPolicy[]) =>
  TestCell.with(
    priorities.map((priority, nth) => queue(`q${nth}`, { priority })),
    [li],
  );

/** Who is offered to the one agent, who serves each call for no time at all, in turn. */
function servedInTurn(cell: TestCell, calls: number): string[] {
  cell.signIn("li");
  const served: string[] = [];
  while (served.length < calls) {
    const call = cell.offered()?.call;
    if (call === undefined) break;
    served.push(call);
    cell.callLeaves(call);
  }
  return served;
}

describe("strict priority", () => {
  test("serves the older call first within a queue", () => {
    const cell = nobodyReady(strict);
    cell.queue("c2", "q0");
    cell.later(1).queue("c1", "q0");
    expect(servedInTurn(cell, 2)).toEqual(["c2", "c1"]);
  });

  test("serves a higher priority before an older call, across queues too", () => {
    const cell = nobodyReady(strict, strict);
    cell.queue("old", "q0", { priority: 5 });
    cell.later(600).queue("young", "q1", { priority: 6 });
    expect(servedInTurn(cell, 2)).toEqual(["young", "old"]);
  });

  test("serves calls queued in the same moment in the order of their ids, across queues too", () => {
    const cell = nobodyReady(strict, strict);
    cell.queue("c3", "q0");
    cell.queue("c2", "q1");
    cell.queue("c1", "q0");
    expect(servedInTurn(cell, 3)).toEqual(["c1", "c2", "c3"]);
  });

  test("does not let a call that nobody free can serve hold up those behind it", () => {
    const cell = TestCell.with([queueNeeding("hard", "english >= 5"), queue("easy")], [li]);
    cell.queue("c1", "hard");
    cell.later(1).queue("c2", "easy");
    expect(cell.signIn("li")).toContain("offer c2.1 to li");
  });

  test("counts the age kept from an earlier queue", () => {
    const cell = nobodyReady(strict);
    cell.later(100).queue("here", "q0");
    cell.later(1).queue("elsewhere", "q0", { waitingSince: cell.now - 60_000 });
    expect(servedInTurn(cell, 2)).toEqual(["elsewhere", "here"]);
  });
});

describe("a head start", () => {
  const headStart: Mode = { mode: "head-start", headStartSeconds: [0, 30] };
  const waitingFor = (seconds: number) => {
    const cell = nobodyReady({ ...headStart, topAfterSeconds: 3600 });
    cell.queue("plain", "q0", { priority: 0 });
    cell.later(seconds).queue("gold", "q0", { priority: 1 });
    return cell.later(100);
  };

  test("lets a call go before those who came less than its seconds earlier", () => {
    expect(servedInTurn(waitingFor(29), 2)).toEqual(["gold", "plain"]);
  });

  test("does not let it go before those who came still earlier, and equal scores go by age", () => {
    expect(servedInTurn(waitingFor(31), 2)).toEqual(["plain", "gold"]);
    expect(servedInTurn(waitingFor(30), 2)).toEqual(["plain", "gold"]);
  });

  test("is none for a priority that the list does not give", () => {
    const cell = nobodyReady({ ...headStart, topAfterSeconds: 3600 });
    cell.queue("c1", "q0", { priority: 0 });
    cell.later(1).queue("c2", "q0", { priority: 9 });
    expect(servedInTurn(cell, 2)).toEqual(["c1", "c2"]);
  });
});

describe("accumulating priority", () => {
  const rates: PriorityPolicy = { mode: "accumulating", rates: [1, 4], topAfterSeconds: 3600 };
  const slowFirst = () => {
    const cell = nobodyReady(rates);
    cell.queue("slow", "q0", { priority: 0 });
    cell.later(30).queue("fast", "q0", { priority: 1 });
    return cell;
  };

  test("lets a call of a higher rate overtake when its score has grown past, not before", () => {
    expect(servedInTurn(slowFirst().later(9), 2)).toEqual(["slow", "fast"]);
    expect(servedInTurn(slowFirst().later(11), 2)).toEqual(["fast", "slow"]);
  });

  test("serves the older of two that are level", () => {
    expect(servedInTurn(slowFirst().later(10), 2)).toEqual(["slow", "fast"]);
  });

  test("keeps the order of age within a class", () => {
    const cell = nobodyReady(rates);
    cell.queue("c2", "q0", { priority: 1 });
    cell.later(5).queue("c1", "q0", { priority: 1 });
    expect(servedInTurn(cell.later(5), 2)).toEqual(["c2", "c1"]);
  });

  test("takes a priority without a rate to age as time does", () => {
    const cell = nobodyReady(rates);
    cell.queue("none", "q0", { priority: 7 });
    cell.later(1).queue("slow", "q0", { priority: 0 });
    expect(servedInTurn(cell.later(5), 2)).toEqual(["none", "slow"]);
  });
});

describe("a queue's share", () => {
  const share = (part: number): PriorityPolicy => ({ mode: "balance", share: part, topAfterSeconds: 3600 });

  test("serves the queue that is furthest above its part of all that wait", () => {
    const cell = nobodyReady(share(1), share(3));
    for (const call of ["a1", "a2"]) cell.later(1).queue(call, "q0");
    for (const call of ["b1", "b2"]) cell.later(1).queue(call, "q1");
    expect(servedInTurn(cell, 1)).toEqual(["a1"]);
  });

  test("serves the older call where queues are equally far above their parts", () => {
    const cell = nobodyReady(share(1), share(1));
    cell.queue("b1", "q1");
    cell.later(1).queue("a1", "q0");
    expect(servedInTurn(cell, 2)).toEqual(["b1", "a1"]);
  });

  test("keeps the order of age within the queue", () => {
    const cell = nobodyReady(share(1));
    cell.queue("c2", "q0");
    cell.later(1).queue("c1", "q0", { priority: 9 });
    expect(servedInTurn(cell, 2)).toEqual(["c2", "c1"]);
  });
});

describe("the maximum wait after which a call is at the top", () => {
  test.each([
    ["strict", { mode: "strict" }],
    ["head start", { mode: "head-start", headStartSeconds: [0, 500] }],
    ["accumulating", { mode: "accumulating", rates: [1, 100] }],
  ] as const)("holds with %s, from that second on", (_, mode) => {
    const atTopAfter = (seconds: number) => {
      const cell = nobodyReady({ ...mode, topAfterSeconds: 60 });
      cell.queue("plain", "q0", { priority: 0 });
      cell.later(30).queue("gold", "q0", { priority: 1 });
      return servedInTurn(cell.later(seconds - 30), 1);
    };
    expect(atTopAfter(59)).toEqual(["gold"]);
    expect(atTopAfter(60)).toEqual(["plain"]);
  });

  test("leaves those at the top in the order of their scores", () => {
    const cell = nobodyReady({ mode: "strict", topAfterSeconds: 10 });
    cell.queue("plain", "q0", { priority: 0 });
    cell.later(1).queue("gold", "q0", { priority: 1 });
    expect(servedInTurn(cell.later(60), 2)).toEqual(["gold", "plain"]);
  });

  test("puts a balanced queue's call before all others", () => {
    const cell = nobodyReady({ mode: "balance", share: 100, topAfterSeconds: 60 }, strict);
    cell.queue("balanced", "q0");
    cell.later(30).queue("strict", "q1", { priority: 9 });
    expect(servedInTurn(cell.later(30), 1)).toEqual(["balanced"]);
  });
});

describe("queues of different modes on one agent", () => {
  test("are compared by their scores in seconds", () => {
    const cell = nobodyReady(
      { mode: "head-start", headStartSeconds: [0, 100], topAfterSeconds: 3600 },
      { mode: "accumulating", rates: [1, 3], topAfterSeconds: 3600 },
      { mode: "strict", topAfterSeconds: 3600 },
    );
    cell.queue("accumulating", "q1", { priority: 1 });
    cell.later(10).queue("head-start", "q0", { priority: 1 });
    cell.queue("strict-low", "q2", { priority: 0 });
    cell.queue("strict-high", "q2", { priority: 1 });
    // After 20 more seconds: 3 × 30 = 90, 100 + 20 = 120, 20, and 1,000,000 + 20.
    expect(servedInTurn(cell.later(20), 4)).toEqual([
      "strict-high",
      "head-start",
      "accumulating",
      "strict-low",
    ]);
  });

  test("change places as time goes by", () => {
    const cell = nobodyReady(
      { mode: "head-start", headStartSeconds: [0, 50], topAfterSeconds: 3600 },
      { mode: "accumulating", rates: [1, 3], topAfterSeconds: 3600 },
    );
    cell.queue("accumulating", "q1", { priority: 1 });
    cell.queue("head-start", "q0", { priority: 1 });
    expect(servedInTurn(cell.later(26), 2)).toEqual(["accumulating", "head-start"]);
  });
});
