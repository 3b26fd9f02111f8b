import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFrame, FrameReader } from "./frame.ts";

function read(reader: FrameReader, pieces: readonly Buffer[]): string[] {
  return pieces.flatMap((piece) =>
    [...reader.push(piece)].map((frame) => ("payload" in frame ? frame.payload.toString() : "fault")),
  );
}

describe("control frames", () => {
  it("come out whole however the stream is cut", () => {
    const payloads = ["a|ping", "", "b|sip|#5#\r\n您好", "x".repeat(20_000)];
    const stream = Buffer.concat(payloads.map((text) => Buffer.from(`${Buffer.byteLength(text)}#${text}`)));
    fc.assert(
      fc.property(fc.array(fc.nat({ max: stream.length }), { maxLength: 20 }), (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
        const pieces = at.slice(1).map((end, index) => stream.subarray(at[index], end));
        expect(read(new FrameReader(), pieces)).toEqual(payloads);
      }),
      { numRuns: 50 },
    );
  });

  it.each(["x#", "12x#", "123456", "#", "-1#", " 5#"])(
    "with the length %j are a fault, and nothing is read after it",
    (text) => {
      expect(read(new FrameReader(), [Buffer.from(text), Buffer.from("4#abcd")])).toEqual(["fault"]);
    },
  );

  it("of 99,999 bytes are taken", () => {
    const payload = "y".repeat(99_999);
    expect(read(new FrameReader(), [Buffer.from(`99999#${payload}`)])).toEqual([payload]);
  });

  it("may be larger as soon as the one before allows it, even in the same read", () => {
    let largest = 4;
    const reader = new FrameReader(() => largest);
    const seen: string[] = [];
    for (const frame of reader.push(Buffer.from("4#okay5#large"))) {
      seen.push("payload" in frame ? frame.payload.toString() : "fault");
      largest = 5;
    }
    expect(seen).toEqual(["okay", "large"]);
    expect(read(new FrameReader(() => 4), [Buffer.from("5#large4#okay")])).toEqual(["fault"]);
  });

  it("are written with their length in bytes", () => {
    expect(encodeFrame("id|ping").toString()).toBe("7#id|ping");
    expect(encodeFrame("id|sip", Buffer.from("好")).toString()).toBe("11#id|sip\r\n好");
  });
});
