import { describe, expect, test } from "vitest";
import { QueueId, TenantId } from "../ids.ts";
import { queue, rental, stranger } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

/** Agents lent to tenants x and y at 3 : 1, too few for a whole agent each, whose calls all take the same time. */
class SmallTeam {
  readonly cell: TestCell;
  readonly served: string[] = [];
  readonly #seconds: number;
  readonly #talking: { readonly endsAt: number; readonly call: string }[] = [];

  constructor(agents: number, seconds: number) {
    this.#seconds = seconds;
    const names = Array.from({ length: agents }, (_, index) => `lent${index}`);
    const queues = ["x", "y"].map((renter) => queue(renter, { tenant: TenantId(renter), wrapUpSeconds: 0 }));
    const rentals = [
      rental("r-x", names, { weight: 3, renter: TenantId("x") }),
      rental("r-y", names, { weight: 1, renter: TenantId("y") }),
    ];
    this.cell = TestCell.with(
      queues,
      names.map((name) => stranger(name)),
      names,
      rentals,
    );
  }

  flood(tenant: string, calls: number): void {
    for (let call = 0; call < calls; call += 1) this.cell.queue(`${tenant}${call}`, tenant);
    this.#answer();
  }

  /** The conversation that ends next ends, and whoever is offered is answered. */
  serveNext(): void {
    const next = this.#talking.shift();
    if (next === undefined) throw new Error("nobody talks");
    this.cell.later((next.endsAt - this.cell.now) / 1000 + 0.001).conversationEnds(next.call);
    this.#answer();
  }

  #answer(): void {
    for (const { id, call, queue: of } of [...this.cell.router.reservations()]) {
      this.cell.offerEnds(id, "answered");
      this.served.push(of === QueueId("x") ? "x" : "y");
      this.#talking.push({ endsAt: this.cell.now + this.#seconds * 1000, call });
    }
  }
}

describe("a team too small for a whole agent of each share, however long its calls are", () => {
  test.each([0.3, 5, 60, 180, 600])("serves a newcomer soon, with calls of %d s", (seconds) => {
    const team = new SmallTeam(2, seconds);
    team.flood("x", 100);
    for (let served = 0; served < 20; served += 1) team.serveNext();
    team.flood("y", 1);
    const before = team.served.length;
    while (!team.served.includes("y")) team.serveNext();
    expect(team.served.length - before).toBeLessThanOrEqual(8);
  });

  test.each([0.3, 5, 60, 180, 600])("divides calls of %d s by weight when both flood", (seconds) => {
    const team = new SmallTeam(2, seconds);
    team.flood("x", 100);
    team.flood("y", 100);
    while (team.served.length < 80) team.serveNext();
    const ofY = team.served.filter((tenant) => tenant === "y").length;
    expect(Math.abs(ofY - 20)).toBeLessThanOrEqual(3);
  });
});
