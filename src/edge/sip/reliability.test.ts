import { describe, expect, it } from "vitest";
import { parseRAck, parseRSeq } from "./reliability.ts";

describe("RAck (RFC 3262 7.2)", () => {
  it.each(["776656 1 INVITE", "776656  1\tINVITE", "776656 1 INVITE INVITE"])("is read from %j", (value) => {
    expect(parseRAck(value)).toEqual({ rseq: 776_656, cseq: 1, method: "INVITE" });
  });

  it.each([undefined, "", "1 INVITE", "0 1 INVITE", "4294967296 1 INVITE", "1 1", "a 1 INVITE"])(
    "is malformed as %j",
    (value) => {
      expect(parseRAck(value)).toBeUndefined();
    },
  );
});

describe("RSeq (RFC 3262 7.1)", () => {
  it.each([
    ["1", 1],
    ["4294967295", 4_294_967_295],
    ["0", undefined],
    ["4294967296", undefined],
    ["1 2", undefined],
    [undefined, undefined],
  ])("of %j is %j", (value, number) => {
    expect(parseRSeq(value)).toBe(number);
  });
});
