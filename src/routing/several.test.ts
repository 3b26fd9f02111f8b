import { describe, expect, test } from "vitest";
import { agent, queue, stage } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const four = ["a", "b", "c", "d"].map((id) => agent(id));

const ringing = (atMost: number, ready: readonly string[]) => {
  const cell = TestCell.with([queue("q", { offering: { mode: "several", atMost } })], four, ready);
  cell.queue("c1", "q");
  return cell;
};

describe("a call offered to several at once", () => {
  test("rings as many as the queue allows, in the order of the ranking", () => {
    const cell = ringing(3, ["d", "c", "b", "a"]);
    expect(cell.rung()).toEqual(["d", "c", "b"]);
    expect(cell.waiting("c1")).toMatchObject({ reservations: ["c1.1", "c1.2", "c1.3"], offers: 3 });
    expect(cell.agent("a")?.state.at).toBe("ready");
  });

  test("rings whoever is free, where those are fewer", () => {
    expect(ringing(3, ["a", "b"]).rung()).toEqual(["a", "b"]);
  });

  test("rings who becomes free too, up to as many", () => {
    const cell = ringing(2, ["a"]);
    expect(cell.signIn("b")).toContain("offer c1.2 to b");
    expect(cell.signIn("c")).toEqual(["c is ready"]);
  });

  test("goes to the first who answers; the others are withdrawn and ready again, their idle time kept", () => {
    const cell = ringing(3, ["a", "b", "c"]);
    const idleSince = cell.agent("c")?.idleSince;
    const said = cell.later(4).offerEnds("c1.2", "answered");
    expect(said.toSorted()).toEqual(
      [
        "c1.2 ended answered",
        "connect c1 with b",
        "b is talking",
        "withdraw c1.1",
        "c1.1 ended withdrawn",
        "a is ready",
        "withdraw c1.3",
        "c1.3 ended withdrawn",
        "c is ready",
      ].toSorted(),
    );
    expect(cell.agent("c")?.idleSince).toBe(idleSince);
    expect([...cell.router.reservations()]).toEqual([]);
  });

  test("has a second answer, come too late, dropped", () => {
    const cell = ringing(2, ["a", "b"]);
    cell.offerEnds("c1.1", "answered");
    expect(cell.offerEnds("c1.2", "answered")).toEqual(["drop-late-answer c1.2"]);
    expect(cell.agent("b")?.state.at).toBe("ready");
  });

  test("rings another in place of one who declined, and the rest go on ringing", () => {
    const cell = ringing(2, ["a", "b", "c"]);
    expect(cell.offerEnds("c1.1", "declined")).toContain("offer c1.3 to c");
    expect(cell.waiting("c1")?.reservations.toSorted()).toEqual(["c1.2", "c1.3"]);
    expect(cell.waiting("c1")?.passedOver).toEqual(["a"]);
  });

  test("withdraws every offer when the caller leaves, and makes room for the next", () => {
    const cell = ringing(2, ["a", "b"]);
    cell.later(1).queue("c2", "q");
    const said = cell.callLeaves("c1");
    expect(said).toEqual(expect.arrayContaining(["withdraw c1.1", "withdraw c1.2"]));
    expect(cell.rung().toSorted()).toEqual(["a", "b"]);
    expect(cell.waiting("c2")?.reservations).toHaveLength(2);
  });

  test("rings more agents only while every other call rings one", () => {
    const cell = ringing(2, []);
    cell.later(1).queue("c2", "q");
    cell.signIn("a");
    cell.signIn("b");
    cell.signIn("c");
    expect(cell.waiting("c1")?.reservations).toHaveLength(2);
    expect(cell.waiting("c2")?.reservations).toHaveLength(1);
  });

  test("rings more agents before an older one of a lower priority does", () => {
    const capacity = { voice: { slots: 2, interruptedBy: [] } };
    const offering = { mode: "several", atMost: 2 } as const;
    const cell = TestCell.with([queue("q", { offering })], [agent("a", {}, { capacity }), agent("b")]);
    cell.queue("low", "q", { priority: 0 });
    cell.later(1).queue("high", "q", { priority: 9 });
    cell.signIn("a");
    expect(cell.signIn("b")).toContain("offer high.2 to b");
  });

  test("keeps the clock of its step still until the last offer has ended", () => {
    const steps = [stage("anyone", { forSeconds: 20, groups: ["first"] }), stage()];
    const agents = [agent("a", {}, { groups: ["first"] }), agent("b", {}, { groups: ["first"] })];
    const offering = { mode: "several", atMost: 2 } as const;
    const cell = TestCell.with([queue("q", { steps, offering })], agents, ["a", "b"]);
    cell.queue("c1", "q");
    cell.later(5).offerEnds("c1.1", "no-answer");
    expect(cell.waiting("c1")).toMatchObject({ stepLeftMs: 20_000 });
    cell.later(5).offerEnds("c1.2", "no-answer");
    expect(cell.waiting("c1")).toMatchObject({ stepEndsAt: cell.now + 20_000 });
  });

  test("keeps the clock of its maximum wait still until the last offer has ended", () => {
    const offering = { mode: "several", atMost: 2 } as const;
    const cell = TestCell.with([queue("q", { offering })], four, ["a", "b"]);
    cell.queue("c1", "q", { maximumWaitSeconds: 5 });
    expect(cell.later(6).offerEnds("c1.1", "declined")).not.toContain("give up c1: maximum-wait");
    expect(cell.offerEnds("c1.2", "declined")).toContain("give up c1: maximum-wait");
  });

  test("rings out everywhere in one moment", () => {
    const cell = ringing(2, ["a", "b"]);
    cell.later(15).timePasses();
    expect(cell.waiting("c1")?.reservations).toEqual([]);
    expect(cell.waiting("c1")?.passedOver.toSorted()).toEqual(["a", "b"]);
  });

  test("does not ring again who rings for it already", () => {
    const capacity = { voice: { slots: 2, interruptedBy: [] } };
    const offering = { mode: "several", atMost: 2 } as const;
    const cell = TestCell.with([queue("q", { offering })], [agent("a", {}, { capacity })], ["a"]);
    cell.queue("c1", "q");
    expect(cell.rung()).toEqual(["a"]);
    expect(cell.exclusions("c1")).toEqual({ a: "rung-already" });
  });
});
