import { describe, expect, it } from "vitest";
import { callerIdentity, fromHeader, nextMaxForwards, unsupportedOptions } from "./headers.ts";

describe("Max-Forwards", () => {
  it("goes down by one, starts at seventy, and ends at zero", () => {
    expect(nextMaxForwards("10")).toBe(9);
    expect(nextMaxForwards(undefined)).toBe(69);
    expect(nextMaxForwards("255")).toBe(69);
    expect(nextMaxForwards("1")).toBe(0);
    expect(nextMaxForwards("0")).toBe("too-many-hops");
  });
});

describe("who calls", () => {
  it("is who the trunk asserts, else who From says, else nobody", () => {
    const from = '"Li" <sip:13800138000@carrier>;tag=1';
    expect(callerIdentity("<sip:+8613900139000@carrier>", from)).toEqual({
      user: "+8613900139000",
      name: "",
    });
    expect(callerIdentity(undefined, from)).toEqual({ user: "13800138000", name: "Li" });
    expect(callerIdentity("<tel:+86-139>", from)).toEqual({ user: "+86139", name: "" });
    expect(callerIdentity(undefined, undefined)).toEqual({ user: "anonymous", name: "" });
    expect(callerIdentity("rubbish here", "<sip:@carrier>")).toEqual({ user: "anonymous", name: "" });
  });

  it("is bounded and without control characters, and written without the carrier's host", () => {
    const long = callerIdentity(undefined, `"a%0d" <sip:${"9".repeat(100)}%0d@carrier>`);
    expect(long.user).toBe("9".repeat(64));
    expect(fromHeader({ user: "1 2", name: '星"' })).toBe('"星\\"" <sip:1%202@localhost>');
    expect(fromHeader({ user: "+86138", name: "" })).toBe("<sip:+86138@localhost>");
  });
});

it("options that are required but not there are named", () => {
  expect(unsupportedOptions(undefined)).toEqual([]);
  expect(unsupportedOptions("100rel, timer")).toEqual([]);
  expect(unsupportedOptions("Precondition, 100rel")).toEqual(["precondition"]);
});
