import { describe, expect, test } from "vitest";
import { agent, queue, TestCell } from "./test-cell.ts";

const sales = queue("sales", { mandarin: 3 });
const support = queue("support", { english: 5 });

const nobodyReady = () =>
  TestCell.with([sales, support], [agent("li", { mandarin: 5, english: 5 }), agent("wang", { mandarin: 5 })]);

describe("who gets a call", () => {
  test("a call is offered at once to a ready agent with the skill", () => {
    const cell = TestCell.with([sales], [agent("li", { mandarin: 3 })], ["li"]);
    expect(cell.queue("c1", "sales")).toEqual(["li is reserved", "offer c1.1 to li"]);
    expect(cell.state.reservations.values().toArray()).toMatchObject([
      { id: "c1.1", call: "c1", agent: "li", madeAt: cell.now, expiresAt: cell.now + 15_000 },
    ]);
  });

  test("every required level is a minimum", () => {
    const both = queue("both", { mandarin: 3, english: 5 });
    const skills = { mandarin: 10, english: 4 };
    const cell = TestCell.with(
      [both],
      [agent("li", skills), agent("wang", { mandarin: 3, english: 5 })],
      ["li", "wang"],
    );
    expect(cell.queue("c1", "both")).toContain("offer c1.1 to wang");
  });

  test("a skill named like a property of every object is not held by everybody", () => {
    const cell = TestCell.with([queue("odd", { constructor: 1 })], [agent("li")], ["li"]);
    expect(cell.queue("c1", "odd")).toEqual([]);
  });

  test("among equals the longest idle agent is offered first", () => {
    const cell = TestCell.with([queue("any")], [agent("li"), agent("wang")], ["wang", "li"]);
    expect(cell.queue("c1", "any")).toContain("offer c1.1 to wang");
  });

  test("agents idle since the same moment are offered in the order of their ids", () => {
    const cell = TestCell.with([queue("any")], [agent("wang"), agent("li")]);
    cell.signIn("wang");
    cell.signIn("li");
    expect(cell.queue("c1", "any")).toContain("offer c1.1 to li");
  });

  test("an agent who asks for ready again keeps the idle time", () => {
    const cell = TestCell.with([queue("any")], [agent("li"), agent("wang")], ["li", "wang"]);
    cell.later(60).ask("li", "ready");
    expect(cell.queue("c1", "any")).toContain("offer c1.1 to li");
  });

  test("nobody is offered two calls at once", () => {
    const cell = TestCell.with([queue("any")], [agent("li")], ["li"]);
    cell.queue("c1", "any");
    expect(cell.queue("c2", "any")).toEqual([]);
  });
});

describe("an agent who was ready when the state was saved, and whose device is not known again yet", () => {
  test("is offered nothing until the device is registered, and then at once", () => {
    const cell = TestCell.with([queue("any")], [agent("li")], ["li"]);
    const agents = cell.state.agents
      .entries()
      .map(([id, saved]) => [id, { ...saved, hasDevice: false }] as const);
    cell.state = { ...cell.state, agents: new Map(agents) };
    expect(cell.queue("c1", "any")).toEqual([]);
    expect(cell.device("li", "device-registered")).toEqual(["li is reserved", "offer c1.1 to li"]);
  });
});

describe("which call is served next", () => {
  test("the older call goes first within a queue", () => {
    const cell = nobodyReady();
    cell.queue("c2", "sales");
    cell.later(1).queue("c1", "sales");
    expect(cell.signIn("li")).toContain("offer c2.1 to li");
  });

  test("a higher priority goes before an older call", () => {
    const cell = nobodyReady();
    cell.queue("c1", "sales", { priority: 5 });
    cell.later(1).queue("c2", "support", { priority: 6 });
    expect(cell.signIn("li")).toContain("offer c2.1 to li");
  });

  test("calls queued in the same moment go in the order of their ids", () => {
    const cell = nobodyReady();
    cell.queue("c2", "sales");
    cell.queue("c1", "sales");
    expect(cell.signIn("li")).toContain("offer c1.1 to li");
  });

  test("a call nobody free can serve does not hold up those behind it", () => {
    const cell = nobodyReady();
    cell.queue("c1", "support");
    cell.later(1).queue("c2", "sales");
    expect(cell.signIn("wang")).toContain("offer c2.1 to wang");
  });
});

describe("the explanation of an offer", () => {
  test("names the configuration, the ranking with its terms, and why each other agent was excluded", () => {
    const [able, weak] = [{ english: 5 }, { english: 4 }];
    const cell = TestCell.with(
      [support],
      [
        ...["out", "paused", "gone", "busy", "next", "best"].map((id) => agent(id, able)),
        agent("weak", weak),
        agent("other"),
      ],
      ["busy"],
    );
    cell.queue("c1", "support");
    for (const id of ["best", "next", "paused", "gone", "weak", "other"]) cell.later(1).signIn(id);
    cell.askForBreak("paused", "lunch");
    cell.device("gone", "device-gone");
    cell.later(1).queue("c2", "support");
    expect(cell.commands.at(-1)).toMatchObject({
      do: "offer",
      agent: "best",
      queue: "support",
      ringForSeconds: 15,
      because: {
        configVersion: 1,
        strategy: "longest-idle",
        ranking: [
          { agent: "best", passedOver: false, idleMs: 6000 },
          { agent: "next", passedOver: false, idleMs: 5000 },
        ],
        excluded: [
          { agent: "busy", why: "occupied" },
          { agent: "gone", why: "no-device" },
          { agent: "other", why: "missing-skill" },
          { agent: "out", why: "logged-out" },
          { agent: "paused", why: "not-ready" },
          { agent: "weak", why: "level-too-low" },
        ],
      },
    });
  });
});
