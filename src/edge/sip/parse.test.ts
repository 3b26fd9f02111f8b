import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { header } from "./message.ts";
import { parseMessage } from "./parse.ts";
import { asReceived, withTopVia } from "./serialize.ts";

const HEAD = [
  "INVITE sip:98668@example.com SIP/2.0",
  "v: SIP/2.0/UDP a.example:5061;branch=z9hG4bK1 , SIP/2.0/UDP b.example;branch=z9hG4bK2",
  'f: "caller" <sip:c@example.com>;tag=ft',
  "t: <sip:98668@example.com>",
  "i: abc@host",
  "CSeq: 0007",
  "  INVITE",
  "Subject: one",
  "\ttwo",
  "X-Odd;name: kept out",
  "l: 3",
];
const message = (lines: readonly string[] = HEAD, body = "abc"): Buffer =>
  Buffer.from(`${lines.join("\r\n")}\r\n\r\n${body}`);
const changed = (from: string, to: string): Buffer => message(HEAD.map((line) => line.replace(from, to)));

describe("parsing a message (RFC 3261 7)", () => {
  it("understands compact forms, folding and lists, and keeps the text as it came", () => {
    const parsed = parseMessage(message());
    if (parsed.kind !== "request") throw new Error(parsed.kind);
    expect(parsed).toMatchObject({ method: "INVITE", callId: "abc@host", cseq: 7, fromTag: "ft", toTag: "" });
    expect(parsed.via).toMatchObject({ host: "a.example", port: 5061 });
    expect(header(parsed, "subject")).toBe("one two");
    expect(parsed.body.toString()).toBe("abc");
    const kept = HEAD.filter((line) => !line.startsWith("X-Odd"));
    expect(asReceived(parsed).toString()).toBe(message(kept).toString());
  });

  it("completes only the first of several Via values on a line", () => {
    const parsed = parseMessage(message());
    if (parsed.kind !== "request") throw new Error(parsed.kind);
    const via = header(withTopVia(parsed, "SIP/2.0/UDP new"), "via");
    expect(via).toBe("SIP/2.0/UDP new, SIP/2.0/UDP b.example;branch=z9hG4bK2");
  });

  it("keeps a body as bytes", () => {
    const body = Buffer.from([0, 255, 13, 10, 13, 10, 128]);
    const parsed = parseMessage(
      Buffer.concat([Buffer.from(`${HEAD.slice(0, -1).join("\r\n")}\r\n\r\n`), body]),
    );
    expect(parsed).toMatchObject({ kind: "request", body });
  });

  it.each([
    ["INVITE sip", "INVITE  sip", 400],
    ["SIP/2.0", "SIP/7.0", 505],
    ["INVITE sip:98668@example.com", "INVITE <sip:98668@example.com>", 400],
    ["0007", "4294967296", 400],
    ["  INVITE", "  ACK", 400],
    ["i: abc@host", "i: a|b", 400],
    ["i: abc@host", "x: y", 400],
    ["tag=ft", "tag=f|t", 400],
    ['"caller"', '"caller', 400],
    ["l: 3", "l: 4", 400],
    ["l: 3", "l: three", 400],
    ["l: 3", "Max-Forwards: 256", 400],
    ["Subject: one", "To: <sip:second@example.com>", 400],
  ])("%j written %j can be refused with an answer", (from, to, status) => {
    expect(parseMessage(changed(from, to))).toMatchObject({ kind: "refused", status });
  });

  it("drops what has no usable Via, since it could not be answered", () => {
    expect(parseMessage(changed("v: SIP/2.0/UDP a.example", "v: nonsense")).kind).toBe("garbage");
  });

  it("reads responses, with and without a reason", () => {
    for (const line of ["SIP/2.0 100 ", "SIP/2.0 100", "SIP/2.0 100 Trying hard"]) {
      expect(parseMessage(message([line, ...HEAD.slice(1)]))).toMatchObject({
        kind: "response",
        status: 100,
        method: "INVITE",
      });
    }
    expect(parseMessage(message(["SIP/2.0 1000 x", ...HEAD.slice(1)])).kind).toBe("garbage");
  });

  it("never throws, whatever is left out, doubled or garbled", () => {
    const bytes = message();
    const garbling = fc.tuple(
      fc.nat({ max: bytes.length }),
      fc.nat({ max: bytes.length }),
      fc.uint8Array({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(garbling, ([a, b, noise]) => {
        const garbled = Buffer.concat([bytes.subarray(0, a), noise, bytes.subarray(b)]);
        expect(["request", "response", "refused", "garbage"]).toContain(parseMessage(garbled).kind);
      }),
    );
  });

  it("takes time in proportion to length, also for hostile text", () => {
    const hostile = ['"', "<", ";", ",", " ", '\\"', "\r\n ", ';a="'].map((part) => part.repeat(20_000));
    for (const text of hostile) {
      const began = performance.now();
      parseMessage(message([HEAD[0] ?? "", `Via: ${text}`, ...HEAD.slice(1)]));
      parseMessage(message([...HEAD.slice(0, 2), `From: ${text}`, ...HEAD.slice(3)]));
      expect(performance.now() - began).toBeLessThan(1_000);
    }
  });
});
