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
    ["98668@example.com SIP", "98668@example.com?Subject=x SIP", 400],
    ["98668@example.com SIP", "98668\u3000@example.com SIP", 400],
    ["X-Odd;name: kept out", "Contact: sip:a@b?Route=x", 400],
    ["X-Odd;name: kept out", "Contact: <sip:a@b>, <sip:c@", 400],
    ["X-Odd;name: kept out", "Contact: <sip:a@b>;expires=99999999999", 400],
    ["X-Odd;name: kept out", "Expires: 99999999999", 400],
    ["X-Odd;name: kept out", "Content-Length: 3", 400],
    ['"caller"', "Bell, Alexander", 400],
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

  it("takes LF alone for a line end too, and hands CRLF on", () => {
    const parsed = parseMessage(Buffer.from(message().toString().replaceAll("\r\n", "\n")));
    if (parsed.kind !== "request") throw new Error(parsed.kind);
    expect(parsed.body.toString()).toBe("abc");
    expect(header(parsed, "subject")).toBe("one two");
    const kept = HEAD.filter((line) => !line.startsWith("X-Odd"));
    expect(asReceived(parsed).toString()).toBe(message(kept).toString());
  });

  it("leaves out a line with a CR in its midst, which others could take for two", () => {
    const parsed = parseMessage(changed("Subject: one", "Subject: one\rX-Smuggled: yes"));
    if (parsed.kind !== "request") throw new Error(parsed.kind);
    expect(header(parsed, "subject")).toBeUndefined();
    expect(asReceived(parsed).toString()).not.toContain("Smuggled");
  });

  it("does not take a byte of UTF-8 for white space", () => {
    const parsed = parseMessage(changed("Subject: one", "X-Name: voil\u00e0\r\nSubject: one"));
    expect(parsed.kind === "request" && header(parsed, "x-name")).toBe("voil\xc3\xa0");
  });

  it("writes the version as all expect it", () => {
    const parsed = parseMessage(changed(" SIP/2.0", " sip/2.0"));
    expect(parsed).toMatchObject({ kind: "request", startLine: HEAD[0] });
  });

  it.each([
    ["a Request-URI", [`INVITE sip:${"9".repeat(2_050)}@b SIP/2.0`, ...HEAD.slice(1)], 414],
    ["a header", [...HEAD, `X-Long: ${"x".repeat(8_200)}`], 513],
    ["a head", [...HEAD, ...Array.from({ length: 20 }, () => `X-Long: ${"x".repeat(2_000)}`)], 513],
    ["a path", [...HEAD, `Via: ${Array.from({ length: 80 }, () => "SIP/2.0/UDP a").join(", ")}`], 400],
    ["a list of headers", [...HEAD, ...Array.from({ length: 300 }, () => "X-One: 1")], 400],
  ])("refuses %s that is too long", (_what, lines, status) => {
    expect(parseMessage(message(lines))).toMatchObject({ kind: "refused", status });
  });

  it("saves of a malformed Via what an answer needs", () => {
    const parsed = parseMessage(changed(";branch=z9hG4bK1 ,", ";;,;"));
    if (parsed.kind !== "refused") throw new Error(parsed.kind);
    expect(header(parsed.request, "via")).toBe("SIP/2.0/UDP a.example:5061");
    expect(parsed.status).toBe(400);
  });
});
