import { describe, expect, test } from "vitest";
import { AgentId, CallId, QueueId } from "../ids.ts";
import { agent, queue, TestCell } from "./test-cell.ts";

const sales = queue("sales", { mandarin: 3 });
const [li, wang] = [agent("li", { mandarin: 3 }), agent("wang", { mandarin: 1 })];
const ready = () => TestCell.with([sales], [wang, li], ["li"]);

describe("a new configuration", () => {
  test("starts agents it brings logged out and without a device", () => {
    const cell = new TestCell();
    expect(cell.configure([sales], [wang, li])).toEqual([]);
    expect(cell.state.agents.keys().toArray()).toEqual(["li", "wang"]);
    expect(cell.agent("li")).toEqual({
      profile: li,
      state: { at: "logged-out", since: 0 },
      hasDevice: false,
      idleSince: 0,
    });
  });

  test("keeps of an agent only what routing needs", () => {
    const cell = new TestCell();
    const configuredAgent = { ...li, name: "Li", sipUsername: "li.98668" };
    cell.configure([sales], [configuredAgent]);
    expect(cell.agent("li")?.profile).toEqual(li);
  });

  test("leaves the records of unchanged agents as they are", () => {
    const cell = ready();
    const before = cell.agent("li");
    cell.configure([sales], [{ ...li, skills: { ...li.skills } }, wang]);
    expect(cell.agent("li")).toBe(before);
  });

  test("applies its requirements to waiting calls at once", () => {
    const cell = TestCell.with([sales], [li, wang], ["wang"]);
    cell.queue("c1", "sales");
    expect(cell.configure([queue("sales", { mandarin: 1 })], [li, wang])).toContain("offer c1.1 to wang");
  });

  test("applies its skills to waiting calls at once", () => {
    const cell = TestCell.with([sales], [li, wang], ["wang"]);
    cell.queue("c1", "sales");
    expect(cell.configure([sales], [li, agent("wang", { mandarin: 4 })])).toContain("offer c1.1 to wang");
  });

  test("lets an offer ring on that it would not make", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    expect(cell.configure([queue("sales", { mandarin: 9 })], [li, wang])).toEqual([]);
    expect(cell.offerEnds("c1.1", "answered")).toContain("connect c1 with li");
  });

  test("keeps waiting calls with age and order", () => {
    const cell = TestCell.with([sales], [li, wang]);
    cell.queue("c2", "sales");
    cell.later(1).queue("c1", "sales");
    cell.later(1).configure([sales], [li, wang]);
    expect(cell.signIn("li")).toContain("offer c2.1 to li");
  });

  test("that is older than the one in force changes nothing", () => {
    const cell = ready();
    const before = cell.state;
    expect(cell.configure([], [], 0)).toEqual([]);
    expect(cell.state).toBe(before);
  });
});

describe("a queue that is removed", () => {
  test("makes its waiting calls give up", () => {
    const cell = TestCell.with([sales], [li]);
    cell.queue("c1", "sales");
    expect(cell.configure([], [li])).toEqual(["give up c1: no-agents"]);
  });

  test("lets its ringing offer go on: answered, the call is connected and asks for no wrap-up", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    expect(cell.configure([], [li])).toEqual([]);
    expect(cell.offerEnds("c1.1", "answered")).toContain("connect c1 with li");
    expect(cell.conversationEnds("c1")).toEqual(["li is ready"]);
  });

  test("lets its ringing offer go on: not answered, the call gives up", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    cell.configure([], [li]);
    expect(cell.offerEnds("c1.1", "declined")).toContain("give up c1: no-agents");
  });
});

describe("an agent who is removed", () => {
  test("is gone, noted as logged out", () => {
    const cell = ready();
    expect(cell.configure([sales], [wang])).toEqual(["li is logged-out"]);
    expect(cell.state.agents.has(AgentId("li"))).toBe(false);
  });

  test("while reserved has the offer withdrawn, and the call goes elsewhere", () => {
    const cell = TestCell.with([sales], [li, agent("zhao", { mandarin: 9 })], ["li", "zhao"]);
    cell.queue("c1", "sales");
    expect(cell.configure([sales], [agent("zhao", { mandarin: 9 })])).toEqual([
      "withdraw c1.1",
      "c1.1 ended withdrawn",
      "li is logged-out",
      "zhao is reserved",
      "offer c1.2 to zhao",
    ]);
  });

  test("while talking keeps the conversation and goes when it ends", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    cell.offerEnds("c1.1", "answered");
    expect(cell.configure([sales], [wang])).toEqual([]);
    expect(cell.conversationEnds("c1")).toEqual(["li is logged-out"]);
    expect(cell.state.agents.has(AgentId("li"))).toBe(false);
  });

  test("while talking and is brought back before the end stays", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    cell.offerEnds("c1.1", "answered");
    cell.configure([sales], [wang]);
    cell.configure([sales], [wang, li]);
    expect(cell.conversationEnds("c1")).toEqual(["li is wrap-up"]);
  });

  test("while talking is nobody to wait for", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    cell.offerEnds("c1.1", "answered");
    cell.configure([sales], [wang]);
    expect(cell.queue("c2", "sales", { needsAgents: true })).toEqual(["give up c2: no-agents"]);
  });
});

describe("events about somebody unknown", () => {
  test("change nothing and lead to nothing", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    const before = cell.state;
    const led = [
      cell.ask("nobody", "ready"),
      cell.ask("nobody", "logged-out"),
      cell.askForBreak("nobody", "lunch"),
      cell.device("nobody", "device-gone"),
      cell.device("nobody", "device-registered"),
      cell.callLeaves("c9"),
      cell.conversationEnds("c9"),
      cell.conversationEnds("c1"),
      cell.offerEnds("c9.1", "declined"),
      cell.offerEnds("c1.2", "withdrawn"),
      cell.timePasses(),
    ];
    expect(led.flat()).toEqual([]);
    expect(cell.state).toBe(before);
    expect([...before.queues.keys(), ...before.waiting.keys()]).toEqual([QueueId("sales"), CallId("c1")]);
  });
});
