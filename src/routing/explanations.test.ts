import { describe, expect, test } from "vitest";
import { rankAgain } from "./strategies/index.ts";
import { agent, queue, queueNeeding, rental, stage, stranger } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

/** Everybody is ready for the call, or has a reason of their own not to be. */
function whole(): TestCell {
  const able = { english: 5 };
  const ids = ["out", "paused", "gone", "busy", "next", "best"];
  const cell = TestCell.with(
    [queueNeeding("support", "english >= 5"), queue("busy-queue")],
    [
      ...ids.map((id) => agent(id, able)),
      agent("weak", { english: 4 }),
      agent("unskilled"),
      stranger("foreign", able),
      stranger("closed", able),
    ],
    ["busy"],
    [rental("r1", ["closed"], { hours: { timeZone: "UTC", weekly: [], holidays: [] } })],
  );
  cell.queue("c1", "busy-queue");
  for (const id of ["best", "next", "paused", "gone", "weak", "unskilled", "foreign", "closed"])
    cell.later(1).signIn(id);
  cell.askForBreak("paused", "lunch");
  cell.device("gone", "device-gone");
  cell.later(1).queue("c2", "support");
  return cell;
}

describe("the explanation of an offer", () => {
  test("names the configuration, the queue, the step, the policy and the strategy", () => {
    const cell = TestCell.with(
      [
        queue("q", {
          steps: [stage("english >= 1", { forSeconds: 10 }), stage()],
          priority: { mode: "head-start", headStartSeconds: [0, 40], topAfterSeconds: 3600 },
          strategy: { by: "round-robin" },
        }),
      ],
      [agent("a")],
      ["a"],
    );
    cell.queue("c1", "q", { priority: 1 });
    cell.later(10).timePasses();
    expect(cell.offered()?.because).toMatchObject({
      configVersion: 1,
      at: cell.now,
      queue: "q",
      step: 1,
      strategy: "round-robin",
      priority: "head-start",
      score: 50,
      ageMs: 10_000,
    });
    expect(cell.offered()?.because?.because).toBeUndefined();
    expect(cell.offered()?.because?.rental).toBeUndefined();
  });

  test("ranks those who could have been offered it, the one chosen first", () => {
    const because = whole().offered()?.because;
    expect(because?.eligible).toBe(2);
    expect(because?.ranking.map(({ agent }) => agent)).toEqual(["best", "next"]);
  });

  test("gives the same order when it is ranked again from its terms", () => {
    const ranking = whole().offered()?.because.ranking ?? [];
    expect(rankAgain(ranking.toReversed())).toEqual(ranking);
  });

  test("counts everybody else of the tenant and its rentals once, by the first reason that applies", () => {
    const excluded = whole().offered()?.because.excluded ?? [];
    const reasons = Object.fromEntries(excluded.map(({ why, agents }) => [why, agents]));
    expect(reasons).toEqual({
      "missing-skill": ["unskilled"],
      "level-too-low": ["weak"],
      "rental-closed": ["closed"],
      "logged-out": ["out"],
      "no-device": ["gone"],
      "not-ready": ["paused"],
      occupied: ["busy"],
    });
    expect(excluded.every(({ count }) => count === 1)).toBe(true);
  });

  test("tells each reason once, though it holds of several rentals", () => {
    const hours = { timeZone: "UTC", weekly: [], holidays: [] };
    const closed = [rental("r1", ["x"], { hours }), rental("r2", ["y"], { hours })];
    const agents = [agent("own"), stranger("x"), stranger("y")];
    const cell = TestCell.with([queue("q")], agents, ["own", "x", "y"], closed);
    cell.queue("c1", "q");
    expect(cell.offered()?.because.excluded).toMatchObject([{ why: "rental-closed", count: 2 }]);
  });

  test("stays small however many agents there are, and counts them all", () => {
    const crowd = Array.from({ length: 400 }, (_, nth) => agent(`x${nth}`, nth % 2 ? { english: 5 } : {}));
    const cell = TestCell.with([queueNeeding("q", "english >= 5")], crowd);
    for (const { id } of crowd) cell.signIn(id);
    cell.queue("c1", "q");
    const because = cell.offered()?.because;
    expect(because?.eligible).toBe(200);
    expect(because?.excluded).toMatchObject([{ why: "missing-skill", count: 200 }]);
    expect(JSON.stringify(because).length).toBeLessThan(4000);
  });
});

describe("why each agent could not be offered a call that waits", () => {
  test("is told by agent, with nothing for those who could", () => {
    const cell = whole();
    cell.later(1).queue("c3", "support");
    cell.later(1).queue("c4", "support");
    expect(cell.exclusions("c4")).toEqual({
      best: "occupied",
      busy: "occupied",
      closed: "rental-closed",
      foreign: "other-tenant",
      gone: "no-device",
      next: "occupied",
      out: "logged-out",
      paused: "not-ready",
      unskilled: "missing-skill",
      weak: "level-too-low",
    });
  });

  test("names the group where that is what is lacking", () => {
    const cell = TestCell.with(
      [queue("q", { steps: [stage("anyone", { groups: ["gold"] })] })],
      [agent("a")],
      ["a"],
    );
    cell.queue("c1", "q");
    expect(cell.exclusions("c1")).toEqual({ a: "other-group" });
  });

  test("says free of those kept for a higher priority", () => {
    const cell = TestCell.with(
      [queue("q", { keepFree: [{ agents: 1, fromPriority: 9 }] })],
      [agent("a")],
      ["a"],
    );
    cell.queue("c1", "q");
    expect(cell.exclusions("c1")).toEqual({ a: "free" });
  });
});
