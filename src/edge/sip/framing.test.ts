import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SipFramer } from "./framing.ts";

const LIMITS = { headBytes: 200, bodyBytes: 100 };
const framed = (body: string, length: string = `Content-Length: ${Buffer.byteLength(body)}`): string =>
  `MESSAGE sip:a@b SIP/2.0\r\n${length}\r\n\r\n${body}`;

/** What a framer makes of pieces: messages as text, others by type. */
function outcome(pieces: readonly Buffer[], framer = new SipFramer(LIMITS)): string[] {
  return pieces.flatMap((piece) =>
    framer.push(piece).map((item) => (item.type === "message" ? item.bytes.toString() : item.type)),
  );
}

describe("messages on a stream (RFC 3261 18.3)", () => {
  it("come out whole however the stream is cut", () => {
    const texts = [
      framed("one\r\n\r\n二"),
      framed("", "l:0"),
      framed("x".repeat(100)),
      framed("", "Subject: no length"),
    ];
    const stream = Buffer.from(`\r\n${texts.join("")}`);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: stream.length })), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const pieces = at.slice(1).map((end, index) => stream.subarray(at[index], end));
        expect(outcome(pieces)).toEqual(texts);
      }),
    );
  });

  it("may be preceded by keep-alives, each answered once, even in pieces", () => {
    const pieces = ["\r\n\r\n", "\r", "\n\r", "\n", framed("")].map((text) => Buffer.from(text));
    expect(outcome(pieces)).toEqual(["ping", "ping", framed("")]);
  });

  it.each([
    ["a head that never ends", "X-Filler: 12345\r\n".repeat(20)],
    ["a head that is too long", `${"X-Filler: 12345\r\n".repeat(20)}\r\n`],
    ["a length that is no number", framed("", "Content-Length: -1")],
    ["a body that is too large", framed("", "Content-Length: 101")],
    ["two lengths", framed("", "Content-Length: 0\r\nl: 0")],
  ])("are lost after %s", (_what, text) => {
    const framer = new SipFramer(LIMITS);
    expect(outcome([Buffer.from(text), Buffer.from(framed(""))], framer)).toEqual(["fault"]);
  });

  it("that announce too large a body leave their head, to be answered", () => {
    const [fault] = new SipFramer(LIMITS).push(Buffer.from(framed("", "Content-Length: 101")));
    expect(fault?.type === "fault" && fault.head.toString()).toBe(framed("", "Content-Length: 101"));
  });

  it("that never end leave the beginning of their head, to be answered", () => {
    const text = `${framed("").slice(0, -4)}\r\n${"X-Filler: 12345\r\n".repeat(20)}`;
    const [fault] = new SipFramer(LIMITS).push(Buffer.from(text));
    expect(fault?.type === "fault" && fault.head.toString()).toBe(text.slice(0, 200));
  });

  it("may end their lines in LF alone, and be preceded by some", () => {
    const text = `\n${framed("x\r\n\r\ny").replaceAll("\r\n", "\n")}`;
    const body = "x\n\ny";
    const sound = text.replace(/Content-Length: \d+/, `Content-Length: ${body.length}`);
    expect(outcome([Buffer.from(sound), Buffer.from(framed(""))])).toEqual([sound.slice(1), framed("")]);
  });
});
