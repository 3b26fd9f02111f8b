import { describe, expect, test } from "vitest";
import { agent, queueNeeding } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const sales = queueNeeding("sales", "mandarin >= 3");
const empty = () => TestCell.with([sales], [agent("li", { mandarin: 3 }), agent("wang")]);

describe("a call that waits", () => {
  test("waits once, however often it is queued", () => {
    const cell = empty();
    cell.queue("c1", "sales");
    const before = cell.known();
    expect(cell.later(1).queue("c1", "sales", { priority: 9 })).toEqual([]);
    expect(cell.known()).toEqual(before);
  });

  test("is not queued again while it talks", () => {
    const cell = empty();
    cell.signIn("li");
    cell.queue("c1", "sales");
    cell.offerEnds("c1.1", "answered");
    expect(cell.queue("c1", "sales")).toEqual([]);
    expect([...cell.router.waitingCalls()]).toEqual([]);
  });

  test("is never offered once the caller has left", () => {
    const cell = empty();
    cell.queue("c1", "sales");
    cell.callLeaves("c1");
    expect(cell.signIn("li")).toEqual(["li is ready"]);
  });

  test("in a second queue numbers its offers on, so that an outcome of the first is late", () => {
    const cell = empty();
    cell.signIn("li");
    cell.queue("c1", "sales");
    cell.callLeaves("c1");
    expect(cell.queue("c1", "sales", { offersBefore: 1 })).toContain("offer c1.2 to li");
    expect(cell.offerEnds("c1.1", "withdrawn")).toEqual([]);
  });

  test("for a queue nobody knows gives up at once", () => {
    expect(empty().queue("c1", "nowhere")).toEqual(["give up c1: no-agents"]);
  });
});

describe("the maximum wait", () => {
  test("makes a call give up when it has passed, not before", () => {
    const cell = empty();
    cell.queue("c1", "sales", { maximumWaitSeconds: 30 });
    cell.now += 29_999;
    expect(cell.timePasses()).toEqual([]);
    cell.now += 1;
    expect(cell.timePasses()).toEqual(["give up c1: maximum-wait"]);
  });

  test("stands still while an offer rings: the answer wins", () => {
    const cell = empty();
    cell.signIn("li");
    cell.queue("c1", "sales", { maximumWaitSeconds: 5 });
    expect(cell.later(10).timePasses()).toEqual([]);
    expect(cell.offerEnds("c1.1", "answered")).toContain("connect c1 with li");
  });

  test("takes effect when an offer ends unanswered after it", () => {
    const cell = empty();
    cell.signIn("li");
    cell.queue("c1", "sales", { maximumWaitSeconds: 5 });
    expect(cell.later(10).offerEnds("c1.1", "declined")).toContain("give up c1: maximum-wait");
  });

  test("of several calls at once lets all of them go", () => {
    const cell = empty();
    cell.queue("c1", "sales", { maximumWaitSeconds: 30, priority: 1 });
    cell.queue("c2", "sales", { maximumWaitSeconds: 30, priority: 2 });
    expect(cell.later(30).timePasses().toSorted()).toEqual([
      "give up c1: maximum-wait",
      "give up c2: maximum-wait",
    ]);
  });
});

describe("a call that needs agents", () => {
  test("gives up at once when nobody signed in has the skills", () => {
    const cell = empty();
    cell.signIn("wang");
    expect(cell.queue("c1", "sales", { needsAgents: true })).toEqual(["give up c1: no-agents"]);
  });

  test("waits for an agent on a break", () => {
    const cell = empty();
    cell.askForBreak("li", "lunch");
    expect(cell.queue("c1", "sales", { needsAgents: true })).toEqual([]);
  });

  test("gives up when the last such agent signs out", () => {
    const cell = empty();
    cell.askForBreak("li", "lunch");
    cell.queue("c1", "sales", { needsAgents: true });
    expect(cell.ask("li", "logged-out")).toEqual(["li is logged-out", "give up c1: no-agents"]);
  });

  test("gives up when the agent it rings is the last and signs out", () => {
    const cell = empty();
    cell.signIn("li");
    cell.queue("c1", "sales", { needsAgents: true });
    expect(cell.ask("li", "logged-out")).toContain("give up c1: no-agents");
  });

  test("is unlike one that does not, which waits for somebody to sign in", () => {
    const cell = empty();
    expect(cell.queue("c1", "sales")).toEqual([]);
    expect(cell.signIn("li")).toContain("offer c1.1 to li");
  });
});
