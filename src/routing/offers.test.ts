import { describe, expect, test } from "vitest";
import { agent, queue, queueNeeding } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const anyone = [queue("any")];
const both = [agent("li"), agent("wang")];

const oneRinging = () => {
  const cell = TestCell.with(anyone, both, ["li"]);
  cell.queue("c1", "any");
  return cell;
};

const twoReady = () => {
  const cell = TestCell.with(anyone, both, ["li", "wang"]);
  cell.queue("c1", "any");
  return cell;
};

describe("an offer that is made", () => {
  test("holds agent and call for each other until its ringing time is over", () => {
    const cell = oneRinging();
    expect(cell.reservation("c1.1")).toEqual({
      id: "c1.1",
      call: "c1",
      agent: "li",
      queue: "any",
      madeAt: cell.now,
      expiresAt: cell.now + 15_000,
    });
    expect(cell.waiting("c1")).toMatchObject({ reservations: ["c1.1"], offers: 1 });
    expect(cell.agent("li")).toMatchObject({
      state: { at: "reserved", call: "c1", queue: "any", medium: "voice", reservation: "c1.1" },
      works: [{ at: "reserved", since: cell.now }],
    });
  });

  test("asks the device to answer by itself only where the queue says so", () => {
    expect(oneRinging().offered()).toMatchObject({ autoAnswer: false, ringForSeconds: 15 });
    const cell = TestCell.with([queue("any", { autoAnswer: true, ringForSeconds: 5 })], both, ["li"]);
    cell.queue("c1", "any");
    expect(cell.offered()).toMatchObject({ autoAnswer: true, ringForSeconds: 5 });
  });
});

describe("an offer that is answered", () => {
  test("connects caller and agent, and the call leaves the queue", () => {
    const cell = oneRinging();
    expect(cell.later(3).offerEnds("c1.1", "answered")).toEqual([
      "c1.1 ended answered",
      "connect c1 with li",
      "li is talking",
    ]);
    expect([...cell.router.waitingCalls(), ...cell.router.reservations()]).toEqual([]);
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
    const before = cell.known();
    expect(cell.offerEnds("c1.1", "answered")).toEqual(["drop-late-answer c1.1"]);
    expect(cell.known()).toEqual(before);
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
    cell.configure([queueNeeding("any", "none >= 1")], both);
    cell.ask("li", "ready");
    cell.later(60).signIn("wang");
    expect(cell.configure(anyone, both)).toContain("offer c1.3 to wang");
  });

  test("repeated changes nothing", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "declined");
    expect(cell.offerEnds("c1.1", "declined")).toEqual([]);
    expect(cell.offerEnds("c1.1", "no-answer")).toEqual([]);
  });
});

describe("the agent who did not take it", () => {
  test.each([
    ["declined", 10],
    ["busy", 30],
  ] as const)("by %s is ready again by itself after the queue's pause of %i seconds", (outcome, pause) => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", outcome);
    cell.callLeaves("c1");
    const over = cell.now + pause * 1000;
    expect(cell.agent("li")?.state).toMatchObject({ until: over });
    expect(cell.router.nextDeadline()).toBe(over);
    cell.now = over - 1;
    expect(cell.timePasses()).toEqual([]);
    cell.now = over;
    expect(cell.timePasses()).toEqual(["li is ready"]);
  });

  test.each(["declined", "busy"] as const)(
    "by %s is not paused where the queue's pause is nil",
    (outcome) => {
      const cell = TestCell.with([queue("any", { declinedPauseSeconds: 0, busyPauseSeconds: 0 })], both, [
        "li",
      ]);
      cell.queue("c1", "any");
      cell.queue("c2", "any");
      cell.offerEnds("c1.1", outcome);
      cell.timePasses();
      expect(cell.agent("li")?.state.at).toBe("reserved");
    },
  );

  test("by no-answer stays not ready until the agent says otherwise", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "no-answer");
    cell.later(3600).timePasses();
    cell.device("li", "device-gone");
    cell.device("li", "device-registered");
    expect(cell.agent("li")?.state).toMatchObject({ at: "not-ready", reason: "ring-no-answer" });
    expect(cell.ask("li", "ready")).toContain("offer c1.2 to li");
  });

  test("by unreachable is ready again when a device registers anew, whether it was known to be gone or not", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "unreachable");
    cell.later(3600).timePasses();
    expect(cell.agent("li")?.state).toMatchObject({ at: "not-ready", reason: "device-unreachable" });
    expect(cell.device("li", "device-registered")).toContain("li is ready");
    const away = oneRinging();
    away.offerEnds("c1.1", "unreachable");
    away.device("li", "device-gone");
    expect(away.device("li", "device-registered")).toContain("li is ready");
  });

  test("has a break of the agent's own choice last, though a pause runs out", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "declined");
    expect(cell.askForBreak("li", "lunch")).toEqual(["li is not-ready (lunch)"]);
    expect(cell.later(60).timePasses()).toEqual([]);
  });

  test("may be ready before the pause is over, and signs out in it for good", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "busy");
    expect(cell.ask("li", "logged-out")).toEqual(["li is logged-out"]);
    expect(cell.later(60).timePasses()).toEqual([]);
    expect(cell.signIn("li")).toContain("offer c1.2 to li");
  });

  test("and whose device goes during the pause is not ready when it ends", () => {
    const cell = oneRinging();
    cell.offerEnds("c1.1", "declined");
    cell.device("li", "device-gone");
    cell.later(10).timePasses();
    expect(cell.agent("li")?.state).toMatchObject({ at: "not-ready" });
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
