import { describe, expect, it } from "vitest";
import { resample } from "./resample.ts";

const espeakHertz = 22_050;

function tone(hertz: number, seconds = 0.5): { samples: Float64Array; hertz: number } {
  const length = Math.round(espeakHertz * seconds);
  const samples = Float64Array.from(
    { length },
    (_, i) => Math.sin((2 * Math.PI * hertz * i) / espeakHertz) / 2,
  );
  return { samples, hertz: espeakHertz };
}

/** Level in the middle of a sound, dB below full scale of the tone. */
function decibels(samples: Float64Array): number {
  const middle = samples.slice(400, -400);
  const power = middle.reduce((sum, sample) => sum + sample * sample, 0) / middle.length;
  return 10 * Math.log10(power / (1 / 8));
}

describe("bringing espeak-ng's sound to 8 kHz", () => {
  it("keeps the length in time", async () => {
    const { samples, hertz } = await resample(tone(1_000, 1.25), 8_000);
    expect(hertz).toBe(8_000);
    expect(samples.length).toBe(10_000);
  });

  it.each([300, 1_000, 2_000, 3_000, 3_400])("keeps a tone of %i Hz within half a decibel", async (hertz) => {
    const { samples } = await resample(tone(hertz), 8_000);
    expect(Math.abs(decibels(samples))).toBeLessThan(0.5);
  });

  it.each([4_300, 5_000, 7_000, 10_000])("folds nothing of a tone of %i Hz into speech", async (hertz) => {
    const { samples } = await resample(tone(hertz), 8_000);
    expect(decibels(samples)).toBeLessThan(-50);
  });

  it("keeps a tone's pitch when the rate rises", async () => {
    const { samples } = await resample(tone(1_000), 44_100);
    const rising = samples
      .slice(0, 44_100 / 4)
      .filter((sample, i) => sample >= 0 && (samples[i - 1] ?? 0) < 0).length;
    expect(rising).toBeGreaterThanOrEqual(249);
    expect(rising).toBeLessThanOrEqual(251);
  });
});
