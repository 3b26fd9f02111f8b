import { describe, expect, it } from "vitest";
import { figureLine, figureTable } from "./figure.ts";

describe("a figure", () => {
  it("is one line of JSON with its name, value and unit", () => {
    expect(figureLine({ name: "next-invite-p95", value: 12.3456, unit: "ms" })).toBe(
      '{"name":"next-invite-p95","value":12.35,"unit":"ms"}',
    );
  });

  it("stands in columns with the others", () => {
    const figures = [
      { name: "idle-agent-invite-p50", value: 9.5, unit: "ms" },
      { name: "calls-per-second-held", value: 110, unit: "1/s" },
      { name: "short", value: 7, unit: "ms" },
    ];
    expect(figureTable(figures)).toEqual([
      "idle-agent-invite-p50  9.5 ms",
      "calls-per-second-held  110 1/s",
      "short                    7 ms",
    ]);
  });

  it("needs no others", () => {
    expect(figureTable([])).toEqual([]);
  });
});
