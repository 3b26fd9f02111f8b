import { afterEach, describe, expect, it, vi } from "vitest";
import { Router } from "../routing/index.ts";
import { TestCell } from "./test-cell.ts";
import { otherTenant, sampleRental, sampleTenant } from "./test-tenant.ts";

afterEach(() => vi.restoreAllMocks());

/** Routing takes so many events more and then, once, fails. */
function routingFailsAfter(taken: number, { cell: { router } }: TestCell): void {
  let left = taken;
  vi.spyOn(router, "step").mockImplementation((event) => {
    left -= 1;
    if (left === -1) throw new Error("a fault of ours");
    return Router.prototype.step.call(router, event);
  });
}

const everythingOf = ({ cell }: TestCell) => ({
  calls: new Map(cell.calls),
  tenants: cell.tenants,
  snapshot: { ...cell.router.snapshot(), at: 0 },
});

describe("an event that cannot be taken", () => {
  it("leaves calls and routing as they were, though routing had decided something already", () => {
    const cell = TestCell.of().ready("li-na", "wang-wei").calls("c1").calls("c2").answers("c1.1").later(5);
    const before = everythingOf(cell);
    routingFailsAfter(1, cell);
    expect(() => cell.hangsUp("c1")).toThrow("a fault of ours");
    expect(everythingOf(cell)).toEqual(before);
    expect(cell.hangsUp("c1").doing()).toEqual(["hang-up"]);
    expect(cell.agent("li-na")?.state.at).toBe("wrap-up");
  });

  it("forgets nothing that the passing of time is to bring", () => {
    const cell = TestCell.of().calls("c1", "main");
    cell.tell({ type: "prompts-finished", ...cell.named("c1"), playback: cell.playback("c1") });
    const deadline = cell.cell.nextDeadline();
    routingFailsAfter(0, cell);
    expect(() => cell.untilDeadline()).toThrow("a fault of ours");
    expect(cell.cell.nextDeadline()).toBe(deadline);
    expect(cell.untilDeadline().doing()).toEqual(["play"]);
  });

  it("leaves the configuration before it in force", () => {
    const cell = TestCell.of([sampleTenant, otherTenant], [sampleRental]).ready("wang-wei").calls("c1");
    const before = everythingOf(cell);
    routingFailsAfter(0, cell);
    expect(() => cell.configure([otherTenant])).toThrow("a fault of ours");
    expect(everythingOf(cell)).toEqual(before);
  });
});
