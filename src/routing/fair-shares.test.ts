import { describe, expect, test } from "vitest";
import { QueueId, type RentalId, TenantId } from "../ids.ts";
import { queue, rental, stranger } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const renters = ["x", "y", "z"] as const;
const queues = renters.map((renter) => queue(renter, { tenant: TenantId(renter), wrapUpSeconds: 0 }));

/** One agent of t2, rented by tenants x, y and z with these weights. */
function sharing(...weights: readonly number[]): TestCell {
  const rentals = weights.map((weight, nth) =>
    rental(`r-${renters[nth]}`, ["lent"], { weight, renter: TenantId(renters[nth] ?? "none") }),
  );
  return TestCell.with(queues, [stranger("lent")], [], rentals);
}

/** Serves so many calls of so many seconds each, one after the other; counts them by queue. */
function serve(cell: TestCell, calls: number, seconds: (queue: QueueId) => number): Record<string, number> {
  const served: Record<string, number> = {};
  cell.signIn("lent");
  for (let nth = 0; nth < calls; nth++) {
    const offer = cell.offered();
    if (offer === undefined) break;
    served[offer.queue] = (served[offer.queue] ?? 0) + 1;
    cell.offerEnds(offer.reservation, "answered");
    cell.later(seconds(offer.queue)).conversationEnds(offer.call);
  }
  return served;
}

function flood(cell: TestCell, queue: string, calls: number, priority = 5): void {
  for (let nth = 0; nth < calls; nth++)
    cell.queue(`${queue}${String(nth).padStart(3, "0")}`, queue, { priority });
}

describe("tenants that share agents", () => {
  test("have calls served in proportion to their weights while each has calls waiting", () => {
    const cell = sharing(3, 1);
    flood(cell, "x", 60);
    flood(cell, "y", 60);
    expect(serve(cell, 40, () => 10)).toEqual({ x: 30, y: 10 });
  });

  test("share agent time, not numbers of calls", () => {
    const cell = sharing(1, 1);
    flood(cell, "x", 60);
    flood(cell, "y", 60);
    const served = serve(cell, 40, (queue) => (queue === QueueId("x") ? 30 : 10));
    expect(served["x"]).toBeGreaterThanOrEqual(9);
    expect(served["x"]).toBeLessThanOrEqual(11);
  });

  test("do not lose their share to a flood, nor to higher priorities in it", () => {
    const cell = sharing(1, 1);
    flood(cell, "x", 60, 9);
    cell.later(60);
    flood(cell, "y", 60, 0);
    expect(serve(cell, 20, () => 10)).toEqual({ x: 10, y: 10 });
  });

  test("take what the others leave unused", () => {
    const cell = sharing(1, 9);
    flood(cell, "x", 20);
    expect(serve(cell, 20, () => 10)).toEqual({ x: 20 });
  });

  test("do not save up shares they did not use", () => {
    const cell = sharing(1, 1);
    flood(cell, "x", 100);
    serve(cell, 30, () => 10);
    flood(cell, "y", 60);
    const before = new Set([...cell.router.waitingCalls()].map(({ id }) => id));
    // One of x's calls rings already; from here on both have calls waiting.
    const ringing = [...cell.router.reservations()][0];
    expect(ringing && before.has(ringing.call)).toBe(true);
    let [x, y] = [0, 0];
    for (let nth = 0; nth < 20; nth++) {
      const [rings] = [...cell.router.reservations()];
      if (rings === undefined) break;
      if (rings.queue === QueueId("x")) x++;
      else y++;
      cell.offerEnds(rings.id, "answered");
      cell.later(10).conversationEnds(rings.call);
    }
    expect(Math.abs(x - y)).toBeLessThanOrEqual(2);
  });

  test("are three as well as two", () => {
    const cell = sharing(5, 3, 2);
    for (const renter of renters) flood(cell, renter, 120);
    expect(serve(cell, 100, () => 10)).toEqual({ x: 50, y: 30, z: 20 });
  });

  test("do not lose their share to one whose rental has a cap, whenever that has room again", () => {
    const capped = rental("r-x", ["lent"], { renter: TenantId("x"), cap: 1 });
    const open = rental("r-y", ["lent"], { renter: TenantId("y") });
    const cell = TestCell.with(queues, [stranger("lent")], [], [capped, open]);
    flood(cell, "x", 60, 9);
    cell.later(60);
    flood(cell, "y", 60, 0);
    expect(serve(cell, 20, () => 10)).toEqual({ x: 10, y: 10 });
  });

  test("keep the order of age within each", () => {
    const cell = sharing(1, 1);
    flood(cell, "x", 3);
    cell.later(1);
    flood(cell, "y", 3);
    serve(cell, 4, () => 10);
    const left = [...cell.router.waitingCalls()].map(({ id }) => id).toSorted();
    expect(left).toEqual(["x002", "y002"]);
  });

  test("are told with the offer under which contract it is, and what that had of agent time", () => {
    const cell = sharing(2);
    flood(cell, "x", 2);
    serve(cell, 1, () => 10);
    const rented: { id: RentalId; consumedMs: number } | undefined = cell.offered()?.because.rental;
    expect(rented).toEqual({ id: "r-x", consumedMs: 5000 });
  });
});
