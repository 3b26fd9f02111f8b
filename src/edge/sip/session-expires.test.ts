import { describe, expect, it } from "vitest";
import { listsOption } from "./option-tags.ts";
import { parseRAck, parseRSeq } from "./reliability.ts";
import { parseSessionExpires } from "./session-expires.ts";

describe("Session-Expires (RFC 4028 4)", () => {
  it.each([
    ["1800", { seconds: 1800, refresher: undefined }],
    ["90;refresher=uas", { seconds: 90, refresher: "uas" }],
    ["90 ; Refresher = UAC ; x=y", { seconds: 90, refresher: "uac" }],
    ["90;refresher=nobody", { seconds: 90, refresher: undefined }],
    ["", undefined],
    ["soon", undefined],
    ["-90", undefined],
    ["90 refresher=uas", undefined],
    [undefined, undefined],
  ])("reads %s", (value, read) => {
    expect(parseSessionExpires(value)).toEqual(read);
  });
});

describe("RSeq and RAck (RFC 3262 7)", () => {
  it.each([
    ["1", 1],
    ["4294967295", 4_294_967_295],
    ["4294967296", undefined],
    ["0", undefined],
    ["1x", undefined],
    [undefined, undefined],
  ])("reads the response number %s", (value, read) => {
    expect(parseRSeq(value)).toBe(read);
  });

  it.each([
    ["776656 1 INVITE", { rseq: 776_656, cseq: 1, method: "INVITE" }],
    ["1  2   INVITE", { rseq: 1, cseq: 2, method: "INVITE" }],
    ["1 INVITE", undefined],
    ["0 1 INVITE", undefined],
    ["1 2 INVITE INVITE", { rseq: 1, cseq: 2, method: "INVITE" }],
    [undefined, undefined],
  ])("reads the acknowledgement %s", (value, read) => {
    expect(parseRAck(value)).toEqual(read);
  });
});

describe("option tags (RFC 3261 19.2)", () => {
  it("are whole words between commas, in any case", () => {
    expect(listsOption("timer, 100REL", "100rel")).toBe(true);
    expect(listsOption("x100rel,100rel-ish", "100rel")).toBe(false);
    expect(listsOption("", "100rel")).toBe(false);
  });
});
