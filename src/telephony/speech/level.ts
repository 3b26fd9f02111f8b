import type { Sound } from "./wave.ts";

/** -3 dBFS: loud, with room for what other equipment adds. */
const wantedPeak = 10 ** (-3 / 20);
/** -46 dB below the peak counts as silence. */
const silence = 10 ** (-46 / 20);
const keepBeforeSeconds = 0.04;
const keepAfterSeconds = 0.12;

/** Brings the loudest sample to -3 dBFS. Silence stays silence. */
export function normalise(sound: Sound): Sound {
  const peak = peakOf(sound.samples);
  if (peak === 0) return sound;
  return { ...sound, samples: sound.samples.map((sample) => (sample * wantedPeak) / peak) };
}

/** Cuts the silence before and after, but for a breath at each end so that utterances in a row do not collide. */
export function trim(sound: Sound): Sound {
  const threshold = peakOf(sound.samples) * silence;
  const isHeard = (sample: number) => Math.abs(sample) > threshold;
  const first = sound.samples.findIndex(isHeard);
  if (first < 0) return { ...sound, samples: new Float64Array(0) };
  const start = Math.max(0, first - Math.round(keepBeforeSeconds * sound.hertz));
  const end = sound.samples.findLastIndex(isHeard) + 1 + Math.round(keepAfterSeconds * sound.hertz);
  return { ...sound, samples: sound.samples.slice(start, end) };
}

function peakOf(samples: Float64Array): number {
  return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
}
