import { describe, expect, it } from "vitest";
import { lookupName, wireName } from "./header-names.ts";

describe("header names (RFC 3261 7.3)", () => {
  it.each([
    ["i", "call-id"],
    ["V", "via"],
    ["m", "contact"],
    ["Call-ID", "call-id"],
    ["X-Mine", "x-mine"],
    ["z", "z"],
  ])("%s is looked up as %s", (name, lookup) => {
    expect(lookupName(name)).toBe(lookup);
  });

  it.each([
    ["call-id", "Call-ID"],
    ["CSEQ", "CSeq"],
    ["www-authenticate", "WWW-Authenticate"],
    ["t", "To"],
    ["my-header", "My-Header"],
    ["x-lower-case", "x-lower-case"],
    ["X-Mixed-case", "X-Mixed-case"],
  ])("%s is written %s", (name, written) => {
    expect(wireName(name)).toBe(written);
  });
});
