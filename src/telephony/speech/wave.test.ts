import { describe, expect, it } from "vitest";
import { readWave } from "./wave.ts";

/** A canonical 44-byte header and 16-bit samples. */
function waveOf(samples: readonly number[], channels = 1, claimed = samples.length * 2): Uint8Array {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write("RIFF", 0);
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write("WAVEfmt ", 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(channels, 22);
  bytes.writeUInt32LE(22_050, 24);
  bytes.writeUInt32LE(44_100 * channels, 28);
  bytes.writeUInt16LE(2 * channels, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write("data", 36);
  bytes.writeUInt32LE(claimed, 40);
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(sample, 44 + index * 2);
  return bytes;
}

describe("a WAV file of espeak-ng", () => {
  it("is read with its rate and its samples from -1 to 1", () => {
    const { samples, hertz } = readWave(waveOf([0, 16_384, -32_768]));
    expect(hertz).toBe(22_050);
    expect(Array.from(samples)).toEqual([0, 0.5, -1]);
  });

  it("is refused when it is not mono", () => {
    expect(() => readWave(waveOf([0, 0], 2))).toThrow("mono");
  });

  it("may claim to be longer than it is, as a file written to a pipe does", () => {
    expect(readWave(waveOf([8_192], 1, 0x7fff_f000)).samples).toEqual(Float64Array.of(0.25));
  });

  it("is refused when it is something else altogether", () => {
    expect(() => readWave(Buffer.from("espeak-ng: no such voice"))).toThrow("not a WAV file");
  });
});
