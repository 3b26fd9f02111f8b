import { describe, expect, test } from "vitest";
import { TenantId } from "../ids.ts";
import { agent, queue, queueNeeding, rental, stage, stranger } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const sales = queueNeeding("sales", "mandarin >= 3");
const [li, wang] = [agent("li", { mandarin: 3 }), agent("wang", { mandarin: 1 })];
const ready = () => TestCell.with([sales], [wang, li], ["li"]);

describe("a new configuration", () => {
  test("starts agents it brings logged out and without a device", () => {
    const cell = new TestCell();
    expect(cell.configure([sales], [wang, li])).toEqual([]);
    expect([...cell.router.agents()].map(({ profile }) => profile.id).toSorted()).toEqual(["li", "wang"]);
    expect(cell.agent("li")).toMatchObject({
      profile: li,
      state: { at: "logged-out", since: 0 },
      works: [],
      hasDevice: false,
      answeredAt: [],
    });
  });

  test("leaves the records of unchanged agents as they are", () => {
    const cell = ready();
    const before = cell.agent("li");
    cell.configure([sales], [{ ...li, skills: { ...li.skills } }, wang]);
    expect(cell.agent("li")).toBe(before);
    expect(cell.changes).toEqual([]);
  });

  test("applies its requirements to waiting calls at once", () => {
    const cell = TestCell.with([sales], [li, wang], ["wang"]);
    cell.queue("c1", "sales");
    expect(cell.configure([queueNeeding("sales", "mandarin >= 1")], [li, wang])).toContain(
      "offer c1.1 to wang",
    );
  });

  test("applies its skills to waiting calls at once", () => {
    const cell = TestCell.with([sales], [li, wang], ["wang"]);
    cell.queue("c1", "sales");
    expect(cell.configure([sales], [li, agent("wang", { mandarin: 4 })])).toContain("offer c1.1 to wang");
  });

  test("applies its rentals to waiting calls at once", () => {
    const cell = TestCell.with([queue("q")], [stranger("lent")], ["lent"]);
    cell.queue("c1", "q");
    expect(cell.configure([queue("q")], [stranger("lent")], [rental("r1", ["lent"])])).toContain(
      "offer c1.1 to lent",
    );
  });

  test("applies its priorities to waiting calls at once", () => {
    const cell = TestCell.with([queue("q")], [li]);
    cell.queue("low", "q", { priority: 0 });
    cell.later(10).queue("high", "q", { priority: 9 });
    cell.configure(
      [queue("q", { priority: { mode: "head-start", headStartSeconds: [], topAfterSeconds: 60 } })],
      [li],
    );
    expect(cell.signIn("li")).toContain("offer low.1 to li");
  });

  test("lets an offer ring on that it would not make", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    expect(cell.configure([queueNeeding("sales", "mandarin >= 9")], [li, wang])).toEqual([]);
    expect(cell.offerEnds("c1.1", "answered")).toContain("connect c1 with li");
  });

  test("keeps waiting calls with age and order", () => {
    const cell = TestCell.with([sales], [li, wang]);
    cell.queue("c2", "sales");
    cell.later(1).queue("c1", "sales");
    cell.later(1).configure([sales], [li, wang]);
    expect(cell.signIn("li")).toContain("offer c2.1 to li");
  });

  test("keeps the age and order of fifty waiting calls whose queue it changes", () => {
    const calls = Array.from({ length: 50 }, (_, nth) => `c${String(99 - nth)}`);
    const cell = TestCell.with([sales], [li]);
    for (const call of calls) cell.later(1).queue(call, "sales");
    const changed = queueNeeding("sales", "mandarin >= 2", {
      strategy: { by: "least-skilled" },
      ringForSeconds: 5,
    });
    expect(cell.configure([changed], [li])).toEqual([]);
    cell.signIn("li");
    const served = calls.map(() => {
      const call = cell.offered()?.call ?? "";
      cell.callLeaves(call);
      return call;
    });
    expect(served).toEqual(calls);
  });

  test("with fewer steps puts a call that was further on at the last", () => {
    const three = [stage("x >= 1", { forSeconds: 5 }), stage("x >= 2", { forSeconds: 5 }), stage("x >= 3")];
    const cell = TestCell.with([queue("q", { steps: three })], [li]);
    cell.queue("c1", "q");
    cell.later(5).timePasses();
    cell.later(5).timePasses();
    expect(cell.waiting("c1")?.step).toBe(2);
    cell.configure([queue("q", { steps: [stage("x >= 1")] })], [li]);
    expect(cell.waiting("c1")?.step).toBe(0);
    expect(cell.waiting("c1")?.stepEndsAt).toBeUndefined();
  });

  test("with more steps lets a call at what was the last go on", () => {
    const cell = TestCell.with([queue("q", { steps: [stage("x >= 1")] })], [li], ["li"]);
    cell.queue("c1", "q");
    cell.configure([queue("q", { steps: [stage("x >= 1", { forSeconds: 5 }), stage()] })], [li]);
    expect(cell.later(5).timePasses()).toContain("offer c1.1 to li");
  });

  test("that is older than the one in force changes nothing", () => {
    const cell = ready();
    const before = cell.known();
    expect(cell.configure([], [], [], 0)).toEqual([]);
    expect(cell.known()).toEqual(before);
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
  const zhao = agent("zhao", { mandarin: 9 });

  test("is gone, noted as logged out", () => {
    const cell = ready();
    expect(cell.configure([sales], [wang])).toEqual(["li is logged-out"]);
    expect(cell.agent("li")).toBeUndefined();
    expect(cell.changes).toContainEqual(expect.objectContaining({ of: "agent", id: "li", now: undefined }));
  });

  test("while reserved has the offer withdrawn, and the call goes elsewhere", () => {
    const cell = TestCell.with([sales], [li, zhao], ["li", "zhao"]);
    cell.queue("c1", "sales");
    expect(cell.configure([sales], [zhao])).toEqual([
      "withdraw c1.1",
      "c1.1 ended withdrawn",
      "li is logged-out",
      "zhao is reserved",
      "offer c1.2 to zhao",
    ]);
  });

  test("while talking keeps the conversation and goes when it ends", () => {
    const cell = ready();
    cell.connect("c1", "sales");
    expect(cell.configure([sales], [wang])).toEqual([]);
    expect(cell.agent("li")).toMatchObject({ dismissed: true, state: { at: "talking" } });
    expect(cell.conversationEnds("c1")).toEqual(["li is logged-out"]);
    expect(cell.agent("li")).toBeUndefined();
  });

  test("while talking and is brought back before the end stays", () => {
    const cell = ready();
    cell.connect("c1", "sales");
    cell.configure([sales], [wang]);
    cell.configure([sales], [wang, li]);
    expect(cell.conversationEnds("c1")).toEqual(["li is wrap-up"]);
  });

  test("while talking is nobody to wait for", () => {
    const cell = ready();
    cell.connect("c1", "sales");
    cell.configure([sales], [wang]);
    expect(cell.queue("c2", "sales", { needsAgents: true })).toEqual(["give up c2: no-agents"]);
  });
});

describe("a rental that is removed", () => {
  test("lets its ringing offer and its conversations go on, and brings no new ones", () => {
    const cell = TestCell.with([queue("q")], [stranger("lent")], ["lent"], [rental("r1", ["lent"])]);
    cell.queue("c1", "q");
    expect(cell.configure([queue("q")], [stranger("lent")])).toEqual([]);
    expect(cell.offerEnds("c1.1", "answered")).toContain("connect c1 with lent");
    cell.conversationEnds("c1");
    cell.later(10).timePasses();
    expect(cell.queue("c2", "q")).toEqual([]);
  });
});

describe("an agent who is moved to another tenant", () => {
  test("serves that tenant's queues from then on", () => {
    const queues = [queue("q1"), queue("q2", { tenant: TenantId("t2") })];
    const cell = TestCell.with(queues, [agent("li")], ["li"]);
    cell.queue("c2", "q2");
    expect(cell.configure(queues, [stranger("li")])).toContain("offer c2.1 to li");
  });
});

describe("events about somebody unknown", () => {
  test("change nothing and lead to nothing", () => {
    const cell = ready();
    cell.queue("c1", "sales");
    const before = cell.known();
    const led = [
      () => cell.ask("nobody", "ready"),
      () => cell.ask("nobody", "logged-out"),
      () => cell.askForBreak("nobody", "lunch"),
      () => cell.device("nobody", "device-gone"),
      () => cell.device("nobody", "device-registered"),
      () => cell.callLeaves("c9"),
      () => cell.conversationEnds("c9"),
      () => cell.conversationEnds("c1"),
      () => cell.offerEnds("c9.1", "declined"),
      () => cell.offerEnds("c1.2", "withdrawn"),
      () => cell.claim("c9", "li"),
      () => cell.timePasses(),
    ].flatMap((happens) => [...happens(), ...cell.changes]);
    expect(led).toEqual([]);
    expect(cell.known()).toEqual(before);
  });
});
