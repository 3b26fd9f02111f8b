import { describe, expect, it } from "vitest";
import { bestOf } from "./best-response.ts";

const best = (...statuses: readonly (number | `${number} local`)[]): number | undefined =>
  bestOf(
    statuses.map((text, branch) => {
      const status = Number.parseInt(String(text), 10);
      return { branch, status, local: String(text).includes("local"), response: text };
    }),
  )?.status;

describe("the best response (RFC 3261 16.7 item 6)", () => {
  it.each([
    { of: [404, 603, 302], is: 603, why: "a 6xx before all" },
    { of: [500, 486, 302], is: 302, why: "else the lowest class" },
    { of: [404, 486, 401], is: 401, why: "within 4xx what tells the caller how to do better" },
    { of: [480, 407, 486], is: 407, why: "a challenge likewise" },
    { of: [404, 486], is: 404, why: "else the earliest" },
    { of: ["408 local", 486], is: 486, why: "somebody's word before nobody's" },
    { of: [487, 480], is: 480, why: "anything before what a CANCEL brought about" },
    { of: [503, 500], is: 503, why: "the earliest of the servers' failures" },
  ] as const)("of $of is $is: $why", ({ of, is }) => {
    expect(best(...of)).toBe(is);
  });

  it("of none is none", () => {
    expect(best()).toBeUndefined();
  });
});
