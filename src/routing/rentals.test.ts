import { describe, expect, test } from "vitest";
import { TenantId } from "../ids.ts";
import { agent, queue, queueNeeding, rental, stranger } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const t2 = TenantId("t2");
const lent = stranger("lent", { deutsch: 5 });
/** Every day from one minute past midnight to two minutes past. */
const oneMinute = {
  timeZone: "UTC",
  weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:01", to: "00:02" }],
  holidays: [],
};

describe("a rental", () => {
  test("lets another tenant's agent serve, and says so with the offer", () => {
    const cell = TestCell.with([queue("q")], [lent], ["lent"], [rental("r1", ["lent"])]);
    expect(cell.queue("c1", "q")).toContain("offer c1.1 to lent");
    expect(cell.offered()).toMatchObject({ rental: "r1", because: { rental: { id: "r1" } } });
    expect(cell.reservation("c1.1")?.rental).toBe("r1");
    expect(cell.agent("lent")?.works).toMatchObject([{ rental: "r1", queue: "q" }]);
  });

  test("is not named where an agent serves its own tenant", () => {
    const cell = TestCell.with([queue("q", { tenant: t2 })], [lent], ["lent"], [rental("r1", ["lent"])]);
    cell.queue("c1", "q");
    expect(cell.offered()?.rental).toBeUndefined();
    expect(cell.agent("lent")?.works[0]?.rental).toBeUndefined();
  });

  test("serves nobody but its renter", () => {
    const cell = TestCell.with(
      [queue("q", { tenant: TenantId("t3") })],
      [lent],
      ["lent"],
      [rental("r1", ["lent"])],
    );
    expect(cell.queue("c1", "q")).toEqual([]);
    expect(cell.exclusions("c1")).toEqual({ lent: "other-tenant" });
  });

  test("passes over the renter's own agents", () => {
    const cell = TestCell.with(
      [queue("q")],
      [agent("own")],
      ["own"],
      [rental("r1", ["own"], { hours: oneMinute })],
    );
    cell.queue("c1", "q");
    expect(cell.offered()).toMatchObject({ agent: "own" });
    expect(cell.offered()?.rental).toBeUndefined();
  });

  test("says in the renter's words what its agents can do", () => {
    const queues = [queueNeeding("q", "german >= 3"), queueNeeding("own-words", "deutsch >= 5")];
    const skills = { german: 4 };
    const cell = TestCell.with(queues, [lent], ["lent"], [rental("r1", ["lent"], { skills })]);
    expect(cell.queue("c2", "own-words")).toEqual([]);
    expect(cell.queue("c1", "q")).toContain("offer c1.1 to lent");
  });

  test("leaves the agents their own skills where it gives none", () => {
    const queues = [queueNeeding("q", "deutsch >= 5")];
    const cell = TestCell.with(queues, [lent], ["lent"], [rental("r1", ["lent"])]);
    expect(cell.queue("c1", "q")).toContain("offer c1.1 to lent");
  });
});

describe("a rental's cap", () => {
  const capped = () =>
    TestCell.with(
      [queue("q")],
      [lent, stranger("lent2")],
      ["lent", "lent2"],
      [rental("r1", ["lent", "lent2"], { cap: 1 })],
    );

  test("allows so many items in hand at once, whichever agents have them", () => {
    const cell = capped();
    expect(cell.queue("c1", "q")).toContain("offer c1.1 to lent");
    expect(cell.queue("c2", "q")).toEqual([]);
    expect(cell.exclusions("c2")).toMatchObject({ lent2: "rental-cap" });
  });

  test("counts the wrap-up, and makes room when it ends", () => {
    const cell = capped();
    cell.connect("c1", "q");
    cell.queue("c2", "q");
    expect(cell.conversationEnds("c1")).toEqual(["lent is wrap-up"]);
    expect(cell.later(10).timePasses()).toContain("offer c2.1 to lent2");
  });

  test("makes room when an offer ends otherwise", () => {
    const cell = capped();
    cell.queue("c1", "q");
    cell.later(1).queue("c2", "q");
    expect(cell.callLeaves("c1")).toContain("offer c2.1 to lent");
  });

  test("does not count against another rental of the same agents", () => {
    const rentals = [
      rental("r1", ["lent", "lent2"], { cap: 1 }),
      rental("r3", ["lent", "lent2"], { renter: TenantId("t3") }),
    ];
    const queues = [queue("q"), queue("q3", { tenant: TenantId("t3") })];
    const cell = TestCell.with(queues, [lent, stranger("lent2")], ["lent", "lent2"], rentals);
    cell.queue("c1", "q");
    expect(cell.queue("c2", "q3")).toContain("offer c2.1 to lent2");
  });
});

describe("a rental's hours", () => {
  const timed = () => {
    const cell = TestCell.with(
      [queue("q")],
      [lent],
      ["lent"],
      [rental("r1", ["lent"], { hours: oneMinute })],
    );
    cell.queue("c1", "q");
    return cell;
  };

  test("keep its agents from being offered anything while it is closed", () => {
    const cell = timed();
    expect(cell.offered()).toBeUndefined();
    expect(cell.exclusions("c1")).toEqual({ lent: "rental-closed" });
  });

  test("let its agents be offered what waits as soon as they begin", () => {
    const cell = timed();
    const deadline = cell.router.nextDeadline();
    expect(deadline).toBeLessThanOrEqual(60_000);
    cell.now = 60_000;
    expect(cell.timePasses()).toContain("offer c1.1 to lent");
  });

  test("let an offer ring on, and a conversation go on, beyond their end", () => {
    const cell = timed();
    cell.now = 119_000;
    cell.timePasses();
    cell.now = 121_000;
    expect(cell.timePasses()).toEqual([]);
    expect(cell.offerEnds("c1.1", "answered")).toContain("connect c1 with lent");
    cell.conversationEnds("c1");
    cell.later(10).timePasses();
    expect(cell.queue("c2", "q")).toEqual([]);
  });
});
