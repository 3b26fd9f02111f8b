import { describe, expect, it } from "vitest";
import { parseCondition } from "./condition.ts";
import type { LiveFigures } from "./figures.ts";
import { holds } from "./holds.ts";
import { condition } from "./test-expressions.ts";

const quiet: LiveFigures = { waiting: 0, ready: 3, ewtSeconds: 5, serviceLevel: 0.95 };
const now = (text: string, figures: Partial<LiveFigures> = {}): boolean =>
  holds(condition(text), { ...quiet, ...figures });

const fault = (text: string): string => {
  const parsed = parseCondition(text);
  return parsed.ok ? "none" : `${parsed.fault.code} ${parsed.fault.position}`;
};

describe("a condition", () => {
  it("looks at the live figures", () => {
    const text = "waiting > 5 && ewt >= 60 || service-level < 0.8";
    expect(now(text)).toBe(false);
    expect(now(text, { waiting: 6, ewtSeconds: 60 })).toBe(true);
    expect(now(text, { waiting: 6 })).toBe(false);
    expect(now(text, { serviceLevel: 0.79 })).toBe(true);
    expect(now("ready == 3")).toBe(true);
  });

  it("takes a service level as a percentage", () => {
    expect(now("service-level < 80%", { serviceLevel: 0.8 })).toBe(false);
    expect(now("service-level <= 28.5%", { serviceLevel: 0.285 })).toBe(true);
    expect(now("service-level == 7%", { serviceLevel: 0.07 })).toBe(true);
  });

  it("takes decimals", () => {
    expect(now("ewt > 4.5")).toBe(true);
    expect(now("ewt > 5.25")).toBe(false);
  });

  it.each(["ewt >= 0", "ewt < 60", "ewt == 0", "ewt != 60", "service-level <= 1"])(
    "does not hold by %s while the figure is unknown",
    (text) => {
      expect(now(text, { ewtSeconds: undefined, serviceLevel: undefined })).toBe(false);
      expect(now(text, { ewtSeconds: Number.NaN, serviceLevel: Number.NaN })).toBe(false);
    },
  );

  it("holds by ! where the comparison of an unknown figure does not", () => {
    expect(now("!(ewt < 60)", { ewtSeconds: undefined })).toBe(true);
  });

  it("survives storage as plain JSON", () => {
    const parsed = condition("!(waiting > 5) || service-level < 80%");
    expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed);
  });
});

describe("a condition's fault", () => {
  it.each([
    ["", "empty 1"],
    ["queued > 5", "unknown-figure 1"],
    ["anyone", "unknown-figure 1"],
    ["constructor > 1", "unknown-figure 1"],
    ["service_level < 0.8", "unknown-word 1"],
    ["waiting", "comparison-expected 8"],
    ["waiting && ready > 1", "comparison-expected 9"],
    ["waiting and ready > 1", "word-operator 9"],
    ["waiting > ready", "number-expected 11"],
    ["5 < waiting", "number-first 1"],
    ["waiting > 80%", "percent-out-of-place 11"],
    ["service-level < 80", "share-beyond-one 17"],
    ["service-level < 101%", "share-beyond-one 17"],
    ["ewt > 1234567890", "number-too-long 7"],
    ["ewt > 0.1234567", "number-too-long 7"],
    ["ewt > -1", "unknown-word 7"],
    ["ewt > 1.5.2", "unexpected-character 10"],
    ["(ewt > 60", "unclosed-parenthesis 1"],
  ])("in %j is %s", (text, expected) => {
    expect(fault(text)).toBe(expected);
  });
});
