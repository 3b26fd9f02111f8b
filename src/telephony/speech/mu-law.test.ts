import { describe, expect, it } from "vitest";
import { encodeMuLaw } from "./mu-law.ts";

/** The other direction, written from the recommendation's formula rather than from the encoder. */
function decode(byte: number): number {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code >> 4) & 0x07)) - 0x84;
  return (code & 0x80 ? -magnitude : magnitude) / 32_768;
}

describe("G.711 µ-law", () => {
  it("has the recommendation's codes at silence and at full scale", () => {
    expect(Array.from(encodeMuLaw(Float64Array.of(0, 1, -1)))).toEqual([0xff, 0x80, 0x00]);
  });

  it("clips what is too loud instead of wrapping it round", () => {
    expect(Array.from(encodeMuLaw(Float64Array.of(1.5, -1.5)))).toEqual([0x80, 0x00]);
  });

  it("keeps every level within a sixteenth of itself", () => {
    const levels = Float64Array.from({ length: 1_999 }, (_, i) => (i - 999) / 1_000);
    const heard = Array.from(encodeMuLaw(levels), decode);
    for (const [index, level] of levels.entries()) {
      expect(Math.abs((heard[index] ?? 0) - level)).toBeLessThan(Math.abs(level) / 16 + 0.001);
    }
  });
});
