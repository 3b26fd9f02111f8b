import { describe, expect, test } from "vitest";
import type { SearchStep } from "./search-step.ts";
import { agent, queue, rental, stage, stranger } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const searching = (steps: readonly SearchStep[]) => queue("q", { steps });
const other = agent("other");

describe("a step's groups and sources", () => {
  test("admit only agents in one of the groups", () => {
    const steps = [stage("anyone", { groups: ["gold", "silver"] })];
    const agents = [
      agent("bronze", {}, { groups: ["bronze"] }),
      other,
      agent("silver", {}, { groups: ["silver"] }),
    ];
    const cell = TestCell.with([searching(steps)], agents, ["bronze", "other", "silver"]);
    expect(cell.queue("c1", "q")).toContain("offer c1.1 to silver");
  });

  test("admit rented agents only at the step that names them", () => {
    const steps = [stage("anyone", { from: ["own"], forSeconds: 10 }), stage("anyone", { from: ["rented"] })];
    const cell = TestCell.with([searching(steps)], [stranger("lent")], ["lent"], [rental("r1", ["lent"])]);
    expect(cell.queue("c1", "q")).toEqual([]);
    expect(cell.later(10).timePasses()).toContain("offer c1.1 to lent");
  });

  test("tell rented agents from shared ones", () => {
    const steps = [stage("anyone", { from: ["own", "shared"] })];
    const cell = TestCell.with(
      [searching(steps)],
      [stranger("lent"), stranger("pooled")],
      ["lent", "pooled"],
      [rental("r1", ["lent"]), rental("r2", ["pooled"], { source: "shared" })],
    );
    expect(cell.queue("c1", "q")).toContain("offer c1.1 to pooled");
  });

  test("never admit an agent of another tenant without a contract", () => {
    const cell = TestCell.with([queue("q")], [stranger("away")], ["away"]);
    expect(cell.queue("c1", "q")).toEqual([]);
  });
});
