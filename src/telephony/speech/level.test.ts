import { describe, expect, it } from "vitest";
import { normalise, trim } from "./level.ts";

const hertz = 8_000;
const quiet = (seconds: number) => Array.from({ length: Math.round(seconds * hertz) }, () => 0);
const loud = (seconds: number) => Array.from(quiet(seconds), (_, i) => (i % 2 === 0 ? 0.25 : -0.25));
const sound = (samples: number[]) => ({ samples: Float64Array.from(samples), hertz });

describe("the level of a prompt", () => {
  it("peaks at -3 dBFS", () => {
    const { samples } = normalise(sound([0, 0.1, -0.2, 0.05]));
    expect(Math.max(...samples.map(Math.abs))).toBeCloseTo(0.708, 3);
  });

  it("leaves silence alone", () => {
    expect(normalise(sound([0, 0])).samples).toEqual(Float64Array.of(0, 0));
  });
});

describe("the silence around a prompt", () => {
  it("is cut but for a breath at each end", () => {
    const { samples } = trim(sound([...quiet(1), ...loud(0.5), ...quiet(1)]));
    expect(samples.length / hertz).toBeCloseTo(0.04 + 0.5 + 0.12, 3);
  });

  it("within it is kept", () => {
    const { samples } = trim(sound([...loud(0.2), ...quiet(0.5), ...loud(0.2)]));
    expect(samples.length / hertz).toBeCloseTo(0.9, 3);
  });

  it("is all there is of a sound without any: nothing remains", () => {
    expect(trim(sound(quiet(0.5))).samples).toHaveLength(0);
  });
});
