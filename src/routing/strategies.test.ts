import { describe, expect, test } from "vitest";
import { AgentId } from "../ids.ts";
import type { AgentProfile } from "./agent.ts";
import type { AgentStrategy } from "./agent-strategy.ts";
import { agent, queue, queueNeeding, rental, stage, stranger } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const three = [agent("a"), agent("b"), agent("c")];

const choosingBy = (
  strategy: AgentStrategy,
  agents: readonly AgentProfile[] = three,
  ready = ["c", "b", "a"],
) => TestCell.with([queue("q", { strategy, wrapUpSeconds: 0 })], agents, ready);

/** Who would be offered one call after another, were nobody ever free again. */
function inTurn(cell: TestCell, calls = 3): (string | undefined)[] {
  return Array.from({ length: calls }, (_, nth) => {
    cell.queue(`call${nth}`, "q");
    return cell.offered()?.agent;
  });
}

/** One call, answered and over after so many seconds. */
function serve(cell: TestCell, call: string, seconds: number): string | undefined {
  const agent = cell.connect(call, "q");
  cell.later(seconds).conversationEnds(call);
  return agent;
}

describe("who gets a call", () => {
  test("it is offered at once to a ready agent with the skill", () => {
    const cell = TestCell.with([queueNeeding("q", "mandarin >= 3")], [agent("li", { mandarin: 3 })], ["li"]);
    expect(cell.queue("c1", "q")).toEqual(["li is reserved", "offer c1.1 to li"]);
  });

  test("every required level is a minimum", () => {
    const skilled = [agent("li", { mandarin: 10, english: 4 }), agent("wang", { mandarin: 3, english: 5 })];
    const both = queueNeeding("q", "mandarin >= 3 && english >= 5");
    expect(TestCell.with([both], skilled, ["li", "wang"]).queue("c1", "q")).toContain("offer c1.1 to wang");
  });

  test("a skill named like a property of every object is not held by everybody", () => {
    const cell = TestCell.with([queueNeeding("q", "constructor >= 1")], [agent("li")], ["li"]);
    expect(cell.queue("c1", "q")).toEqual([]);
  });

  test("nobody is offered two calls at once", () => {
    const cell = TestCell.with([queue("q")], [agent("li")], ["li"]);
    cell.queue("c1", "q");
    expect(cell.queue("c2", "q")).toEqual([]);
  });

  test("an agent whose device is not known again since a restart is offered nothing until it is", () => {
    const cell = TestCell.with([queue("q")], [agent("li")], ["li"]);
    const saved = cell.router.snapshot();
    cell.restart({ ...saved, agents: saved.agents.map((agent) => ({ ...agent, hasDevice: false })) });
    expect(cell.queue("c1", "q")).toEqual([]);
    expect(cell.device("li", "device-registered")).toEqual(["li is reserved", "offer c1.1 to li"]);
  });
});

describe("the longest idle", () => {
  test("is offered first", () => {
    expect(inTurn(choosingBy({ by: "longest-idle" }))).toEqual(["c", "b", "a"]);
  });

  test("is by id among agents idle since the same moment", () => {
    const cell = choosingBy({ by: "longest-idle" }, three, []);
    for (const id of ["b", "c", "a"]) cell.signIn(id);
    expect(inTurn(cell)).toEqual(["a", "b", "c"]);
  });

  test("is so still after asking for ready again", () => {
    const cell = choosingBy({ by: "longest-idle" });
    cell.later(60).ask("c", "ready");
    expect(inTurn(cell, 1)).toEqual(["c"]);
  });

  test("goes to the end after work", () => {
    const cell = choosingBy({ by: "longest-idle" });
    expect(serve(cell, "c0", 10)).toBe("c");
    expect(inTurn(cell)).toEqual(["b", "a", "c"]);
  });
});

describe("the longest idle by level", () => {
  const strategy = { by: "longest-idle-by-level", skill: "english" } as const;

  test("is the longest idle of the highest level; who lacks the skill comes last", () => {
    const agents = [
      agent("a", { english: 3 }),
      agent("b", { english: 9 }),
      agent("c", { english: 3 }),
      agent("d"),
    ];
    expect(inTurn(choosingBy(strategy, agents, ["d", "c", "b", "a"]), 4)).toEqual(["b", "c", "a", "d"]);
  });
});

describe("the least skilled", () => {
  test("is who has the smallest sum of levels, so that all-rounders stay free", () => {
    const agents = [
      agent("a", { english: 3, french: 3 }),
      agent("b", { english: 5 }),
      agent("c", { english: 9 }),
    ];
    expect(inTurn(choosingBy({ by: "least-skilled" }, agents, ["a", "b", "c"]))).toEqual(["b", "a", "c"]);
  });
});

describe("the fewest calls", () => {
  const strategy = { by: "fewest-calls", windowSeconds: 100 } as const;

  test("is who answered least often within the window", () => {
    const cell = choosingBy(strategy, [agent("a"), agent("b")], ["a", "b"]);
    expect(serve(cell, "c0", 50)).toBe("a");
    expect(serve(cell, "c1", 10)).toBe("b");
    expect(serve(cell, "c2", 10)).toBe("a");
    expect(inTurn(cell, 1)).toEqual(["b"]);
  });

  test("forgets what was answered before the window", () => {
    const cell = choosingBy(strategy, [agent("a"), agent("b")], ["a"]);
    serve(cell, "c0", 1);
    cell.later(200).signIn("b");
    expect(inTurn(cell, 1)).toEqual(["a"]);
  });
});

describe("the lowest occupancy", () => {
  test("is who spent the smallest part of the time since sign-in on work", () => {
    const cell = choosingBy({ by: "lowest-occupancy" }, [agent("a"), agent("b")], ["a"]);
    serve(cell, "c0", 100);
    cell.later(1).signIn("b");
    serve(cell, "c1", 10);
    serve(cell, "c2", 10);
    // By now a worked some 100 of 123 seconds at least, b no more than 20 of 20.
    const [a, b] = [cell.agent("a"), cell.agent("b")];
    const part = (agent: typeof a) => (agent ? agent.busyMs / Math.max(1, cell.now - agent.signedInAt) : 0);
    expect(inTurn(cell, 1)).toEqual([part(a) < part(b) ? "a" : "b"]);
    expect(part(a)).not.toBe(part(b));
  });

  test("counts from the last sign-in", () => {
    const cell = choosingBy({ by: "lowest-occupancy" }, [agent("a"), agent("b")], ["a"]);
    serve(cell, "c0", 100);
    cell.ask("a", "logged-out");
    cell.later(10).signIn("a");
    expect(cell.agent("a")).toMatchObject({ busyMs: 0, signedInAt: cell.now });
  });
});

describe("round robin", () => {
  test("goes through the agents in the order of their ids, whoever is idle longest", () => {
    expect(inTurn(choosingBy({ by: "round-robin" }))).toEqual(["a", "b", "c"]);
  });

  test("goes on after the agent offered to last, and from the end to the beginning", () => {
    const cell = choosingBy({ by: "round-robin" });
    expect([1, 2, 3, 4, 5].map((nth) => serve(cell, `x${nth}`, 1))).toEqual(["a", "b", "c", "a", "b"]);
  });

  test("passes over who is not free", () => {
    const cell = choosingBy({ by: "round-robin" });
    serve(cell, "x1", 1);
    cell.askForBreak("b", "lunch");
    expect(inTurn(cell, 2)).toEqual(["c", "a"]);
  });
});

describe("weighted chance", () => {
  test("chooses in proportion to the weights, by the chance that the event brings", () => {
    const agents = [agent("a", {}, { weight: 1 }), agent("b", {}, { weight: 3 })];
    const draws = Array.from({ length: 400 }, (_, nth) => {
      const cell = choosingBy({ by: "weighted-random" }, agents, ["a", "b"]);
      cell.queue("c", "q", { chance: (nth + 0.5) / 400 });
      return cell.offered()?.agent;
    });
    const toB = draws.filter((agent) => agent === "b").length;
    expect(toB).toBeGreaterThan(260);
    expect(toB).toBeLessThan(340);
  });
});

describe("an ordered list", () => {
  test("is followed; who is not listed comes last, the longest idle first", () => {
    const agents = ["b", "x", "a"].map(AgentId);
    expect(
      inTurn(choosingBy({ by: "ordered-list", agents }, [...three, agent("d")], ["d", "c", "b", "a"]), 4),
    ).toEqual(["b", "a", "d", "c"]);
  });
});

describe("balanced idleness", () => {
  test("takes from the group that is furthest above its part of all idle agents", () => {
    const [east, west] = [{ groups: ["east"] }, { groups: ["west"] }];
    const agents = [agent("a", {}, east), agent("b", {}, west), agent("c", {}, west), agent("d", {}, west)];
    const shares = { east: 1, west: 1 };
    const cell = choosingBy({ by: "idleness-balance", shares }, agents, ["a", "d", "c", "b"]);
    expect(inTurn(cell, 1)).toEqual(["d"]);
  });
});

describe("whatever the strategy", () => {
  test.each([
    { by: "ordered-list", agents: [AgentId("b"), AgentId("a")] },
    { by: "round-robin" },
    { by: "longest-idle-by-level", skill: "english" },
  ] as const)("agents who passed the call over come last: $by", (strategy) => {
    const cell = choosingBy(strategy, [agent("a"), agent("b", { english: 9 })], []);
    cell.queue("c1", "q");
    cell.signIn("b");
    expect(cell.offerEnds("c1.1", "declined")).not.toContain("offer c1.2 to a");
    cell.device("a", "device-registered");
    cell
      .later(60)
      .configure([queueNeeding("q", "none >= 1", { strategy })], [agent("a"), agent("b", { english: 9 })]);
    cell.ask("a", "ready");
    cell.ask("b", "ready");
    cell.configure([queue("q", { strategy })], [agent("a"), agent("b", { english: 9 })]);
    expect(cell.offered()).toMatchObject({ call: "c1", agent: "a" });
  });

  test("own agents come before rented, and those before shared", () => {
    const agents = [stranger("pooled", { x: 9 }), stranger("lent", { x: 5 }), agent("own", { x: 1 })];
    const rentals = [rental("r1", ["pooled"], { source: "shared" }), rental("r2", ["lent"])];
    const strategy = { by: "longest-idle-by-level", skill: "x" } as const;
    const cell = TestCell.with(
      [queue("q", { strategy, steps: [stage()] })],
      agents,
      ["pooled", "lent", "own"],
      rentals,
    );
    expect(inTurn(cell)).toEqual(["own", "lent", "pooled"]);
  });
});
