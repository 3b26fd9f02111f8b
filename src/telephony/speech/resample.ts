import { setImmediate as nextTurn } from "node:timers/promises";
import type { Sound } from "./wave.ts";

/** Zero crossings of the sinc on each side: more makes the edge at the new Nyquist frequency steeper. */
const crossings = 24;
/** The filter begins to close here, as a share of the lower Nyquist frequency, so that little folds back. */
const passband = 0.93;
/** Samples made before other work gets its turn, about a millisecond's worth: live calls share this thread. */
const samplesPerTurn = 1_000;

/** The filter at each of the places between two samples where new samples fall. */
interface Filter {
  /** Samples reached before and after the place. */
  readonly reach: number;
  readonly phases: readonly Float64Array[];
}

/**
 * Brings sound to another sample rate by a windowed sinc (Blackman), whose cut-off lies below both Nyquist frequencies:
 * nothing above 4 kHz is folded into telephone speech. Rates are whole hertz.
 */
export async function resample(sound: Sound, hertz: number): Promise<Sound> {
  const filter = filterFor(sound.hertz, hertz);
  const samples = new Float64Array(Math.round((sound.samples.length * hertz) / sound.hertz));
  for (let start = 0; start < samples.length; start += samplesPerTurn) {
    const end = Math.min(start + samplesPerTurn, samples.length);
    for (let index = start; index < end; index += 1) {
      samples[index] = sampleAt(sound.samples, index * sound.hertz, hertz, filter);
    }
    await nextTurn();
  }
  return { samples, hertz };
}

/** The band-limited value at a place between samples, given as a fraction of them. */
function sampleAt(samples: Float64Array, numerator: number, denominator: number, filter: Filter): number {
  const { reach, phases } = filter;
  const before = Math.floor(numerator / denominator);
  const phase = phases[((numerator % denominator) * phases.length) / denominator];
  if (phase === undefined) throw new RangeError("sample rates must be whole hertz");
  const first = before - reach + 1;
  let value = 0;
  for (let tap = Math.max(0, -first); tap < phase.length; tap += 1) {
    value += (samples[first + tap] ?? 0) * (phase[tap] ?? 0);
  }
  return value;
}

function filterFor(from: number, to: number): Filter {
  const cutOff = passband * Math.min(1, to / from);
  const half = crossings / cutOff;
  const reach = Math.ceil(half);
  const count = to / greatestCommonDivisor(from, to);
  const phases = Array.from({ length: count }, (_, phase) =>
    Float64Array.from({ length: 2 * reach }, (_, tap) => {
      const distance = tap - reach + 1 - phase / count;
      return Math.abs(distance) > half ? 0 : cutOff * sinc(cutOff * distance) * blackman(distance / half);
    }),
  );
  return { reach, phases };
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** Falls from 1 at the middle to 0 at -1 and 1. */
const blackman = (x: number): number => 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x);
