import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WsProgress } from "./ws-progress.ts";

/** A frame as a browser sends it, masked with zeros (RFC 6455 5.2). */
function frame(opcode: number, length: number, { fin = true, masked = true } = {}): Buffer {
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const head = Buffer.alloc(2 + extended + (masked ? 4 : 0));
  head[0] = (fin ? 0x80 : 0) | opcode;
  head[1] = (masked ? 0x80 : 0) | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) head.writeUInt16BE(length, 2);
  if (extended === 8) head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, Buffer.alloc(length)]);
}

describe("progress on a WebSocket (RFC 6455 5)", () => {
  it("knows where frames end, of any length, masked or not, however they are cut", () => {
    const frames = [0, 1, 125, 126, 65_535, 65_536].flatMap((length) =>
      [true, false].map((masked) => frame(1, length, { masked })),
    );
    const stream = Buffer.concat(frames);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: stream.length }), { maxLength: 20 }), (cuts) => {
        const progress = new WsProgress();
        const ends = new Set<number>();
        let end = 0;
        for (const one of frames) ends.add((end += one.length));
        let at = 0;
        for (const cut of [...cuts.toSorted((a, b) => a - b), stream.length]) {
          progress.push(stream.subarray(at, cut));
          at = cut;
          expect(progress.midway).toBe(at !== 0 && !ends.has(at));
        }
      }),
      { numRuns: 50 },
    );
  });

  it("goes on over pieces and the control frames between them, to the last piece", () => {
    const progress = new WsProgress();
    expect(progress.push(frame(1, 5, { fin: false }))).toBe(false);
    expect(progress.push(frame(9, 3))).toBe(false);
    expect(progress.push(frame(0, 5, { fin: false }))).toBe(false);
    expect(progress.midway).toBe(true);
    expect(progress.push(frame(0, 5))).toBe(true);
    expect(progress.midway).toBe(false);
  });

  it("counts a control frame as begun, but not as a message", () => {
    const progress = new WsProgress();
    progress.push(frame(9, 10).subarray(0, 8));
    expect(progress.midway).toBe(true);
    expect(progress.push(Buffer.alloc(8))).toBe(false);
    expect(progress.midway).toBe(false);
  });
});
