import { describe, expect, it } from "vitest";
import { outcomeOf, q850CauseOf } from "./causes.ts";

describe("the outcome of an offer whose leg ended unanswered", () => {
  it.each([
    [486, 17, "busy"],
    [600, 17, "declined"],
    [603, 21, "declined"],
    [403, 21, "declined"],
    [302, 23, "declined"],
    [480, 19, "no-answer"],
    [408, 18, "no-answer"],
    [487, 127, "no-answer"],
    [404, 1, "unreachable"],
    [410, 22, "unreachable"],
    [488, 58, "unreachable"],
    [500, 38, "unreachable"],
    [503, 34, "unreachable"],
  ] as const)("follows SIP %i, whatever Q.850 cause %i says: %s", (sipStatus, cause, outcome) => {
    expect(outcomeOf({ cause, sipStatus })).toBe(outcome);
  });

  it.each([
    [17, "busy"],
    [21, "declined"],
    [18, "no-answer"],
    [19, "no-answer"],
    [16, "unreachable"],
    [0, "unreachable"],
  ] as const)("follows Q.850 cause %i where no SIP status came: %s", (cause, outcome) => {
    expect(outcomeOf({ cause })).toBe(outcome);
  });
});

describe("the cause with which we end a leg", () => {
  it("is normal clearing for an ordinary end, and another for each trouble", () => {
    expect(q850CauseOf("normal")).toBe(16);
    expect(new Set([q850CauseOf("no-agents"), q850CauseOf("shutdown"), q850CauseOf("failure")]).size).toBe(3);
  });
});
