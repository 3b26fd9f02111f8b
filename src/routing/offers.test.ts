import { describe, expect, test } from "vitest";
import { agent, queue, TestCell } from "./test-cell.ts";

const oneRinging = () => {
  const cell = TestCell.with([queue("any")], [agent("li"), agent("wang")], ["li"]);
  cell.queue("c1", "any");
  return cell;
};

const twoReady = () => {
  const cell = TestCell.with([queue("any")], [agent("li"), agent("wang")], ["li", "wang"]);
  cell.queue("c1", "any");
  return cell;
};

describe("an offer that is answered", () => {
  test("connects caller and agent, and the call leaves the queue", () => {
    const cell = oneRinging();
    expect(cell.later(3).offerEnds("c1.1", "answered")).toEqual([
      "c1.1 ended answered",
      "connect c1 with li",
      "li is talking",
    ]);
    expect(cell.state.waiting.size + cell.state.reservations.size).toBe(0);
    expect(cell.agent("li")?.state).toMatchObject({ call: "c1", reservation: "c1.1", wrapUpSeconds: 10 });
  });

  test("twice is answered once: the talking leg is not dropped", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "answered");
    expect(cell.offerEnds("c1.1", "answered")).toEqual([]);
  });

  test("too late only has its leg dropped", () => {
    const cell = oneRinging();
    cell.callLeaves("c1");
    const before = cell.state;
    expect(cell.offerEnds("c1.1", "answered")).toEqual(["drop-late-answer c1.1"]);
    expect(cell.state).toBe(before);
  });

  test("too late for a call that another agent took has only its own leg dropped", () => {
    const cell = twoReady();
    cell.later(15).timePasses();
    cell.offerEnds("c1.2", "answered");
    expect(cell.offerEnds("c1.1", "answered")).toEqual(["drop-late-answer c1.1"]);
    expect(cell.agent("wang")?.state.at).toBe("talking");
  });
});

describe("an offer that is not taken", () => {
  test.each([
    ["declined", "declined", "declined"],
    ["busy", "busy", "device-busy"],
    ["no-answer", "no-answer", "ring-no-answer"],
    ["unreachable", "unreachable", "device-unreachable"],
    ["withdrawn", "unreachable", "device-unreachable"],
  ] as const)("%s is noted as %s and makes the agent not ready: %s", (outcome, noted, reason) => {
    const cell = oneRinging();
    expect(cell.offerEnds("c1.1", outcome)).toEqual([`c1.1 ended ${noted}`, `li is not-ready (${reason})`]);
  });

  test("goes on to the next agent, the call's age kept", () => {
    const cell = twoReady();
    expect(cell.later(5).offerEnds("c1.1", "declined")).toEqual([
      "c1.1 ended declined",
      "li is not-ready (declined)",
      "wang is reserved",
      "offer c1.2 to wang",
    ]);
    expect(cell.waiting("c1")).toMatchObject({ queuedAt: cell.now - 5000, offers: 2, passedOver: ["li"] });
  });

  test("keeps the call's place before younger calls", () => {
    const cell = oneRinging();
    cell.later(1).queue("c2", "any");
    cell.offerEnds("c1.1", "no-answer");
    expect(cell.signIn("wang")).toContain("offer c1.2 to wang");
  });

  test("goes to an agent who passed it over only if nobody else is free", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "declined");
    expect(cell.ask("li", "ready")).toContain("offer c1.2 to li");
    cell.offerEnds("c1.2", "declined");
    cell.configure([queue("any", { none: 1 })], [agent("li"), agent("wang")]);
    cell.ask("li", "ready");
    cell.later(60).signIn("wang");
    expect(cell.configure([queue("any")], [agent("li"), agent("wang")])).toContain("offer c1.3 to wang");
  });

  test("repeated changes nothing", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "declined");
    expect(cell.offerEnds("c1.1", "declined")).toEqual([]);
    expect(cell.offerEnds("c1.1", "no-answer")).toEqual([]);
  });
});

describe("an offer that rings too long", () => {
  test("is withdrawn as no-answer when its time has passed, not before", () => {
    const cell = oneRinging();
    cell.now += 14_999;
    expect(cell.timePasses()).toEqual([]);
    cell.now += 1;
    expect(cell.timePasses()).toEqual([
      "withdraw c1.1",
      "c1.1 ended no-answer",
      "li is not-ready (ring-no-answer)",
    ]);
  });
});

describe("a caller who leaves while an agent is rung", () => {
  test("has the offer withdrawn, and the agent is ready with the idle time kept", () => {
    const cell = oneRinging();
    const idleSince = cell.agent("li")?.idleSince;
    expect(cell.later(5).callLeaves("c1")).toEqual(["withdraw c1.1", "c1.1 ended withdrawn", "li is ready"]);
    expect(cell.agent("li")).toMatchObject({ idleSince, state: { since: cell.now } });
  });

  test("makes room for the next caller at once", () => {
    const cell = oneRinging();
    cell.queue("c2", "any");
    expect(cell.callLeaves("c1")).toContain("offer c2.1 to li");
  });

  test("does not undo the agent's reserved break", () => {
    const cell = oneRinging();
    cell.askForBreak("li", "lunch");
    expect(cell.callLeaves("c1")).toContain("li is not-ready (lunch)");
  });
});
