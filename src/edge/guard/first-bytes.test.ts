import { describe, expect, it } from "vitest";
import { seemingOf, seemsInDialog } from "./first-bytes.ts";

describe("the first bytes of a message", () => {
  it.each([
    ["INVITE sip:a@b SIP/2.0\r\n", "starting"],
    ["\r\n\r\nREGISTER sip:b SIP/2.0\r\n", "starting"],
    ["BYE sip:a@b SIP/2.0\r\n", "request"],
    ["invite sip:a@b SIP/2.0\r\n", "request"],
    ["!odd'~ sip:a@b SIP/2.0\r\n", "request"],
    ["SIP/2.0 200 OK\r\n", "response"],
    ["sip/2.0 200 OK\r\n", "response"],
    ["\0\x01\0\x08\x21\x12\xa4\x42", "noise"],
    ["", "noise"],
    ["<xml>", "noise"],
    ["x".repeat(100), "noise"],
  ])("%j seem to be: %s", (text, seeming) => {
    expect(seemingOf(Buffer.from(text, "latin1"))).toBe(seeming);
  });

  it.each([
    ["To: <sip:a@b>;tag=1", true],
    ["t : <sip:a@b> ;\r\n x=y; TAG = 1", true],
    ["To: <sip:a@b>", false],
    ["From: <sip:a@b>;tag=1", false],
    ["To: <sip:a@b>\r\nX: ;tag=1", false],
  ])("with %j show whether To has a tag", (line, tagged) => {
    expect(seemsInDialog(Buffer.from(`INVITE sip:a@b SIP/2.0\r\n${line}\r\n\r\n`))).toBe(tagged);
  });
});
