import { sampleRate } from "./tone.ts";

/** 100 ms of sound: long enough to tell tones 20 Hz apart. */
export const windowSamples = 800;

/** The quietest level told, in dB below full scale. */
const floorDb = -100;

/** A piece of sound as it was heard. */
export type Window = Int16Array;

/** The level of a window in dB relative to full scale: 0 is the loudest, -100 is silence. */
export function levelDb(window: Window): number {
  const mean = energyOf(window) / window.length;
  return mean === 0 ? floorDb : Math.max(floorDb, 10 * Math.log10(mean / 32_768 ** 2));
}

/**
 * How much of a window's energy lies at one frequency, 0 to 1, by Goertzel's algorithm (G. Goertzel, American
 * Mathematical Monthly 65, 1958).
 */
export function shareAt(window: Window, frequencyHz: number): number {
  const energy = energyOf(window);
  if (energy === 0) return 0;
  const turn = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRate);
  let last = 0;
  let beforeLast = 0;
  for (const sample of window) [beforeLast, last] = [last, sample + turn * last - beforeLast];
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast;
  return (2 * power) / (window.length * energy);
}

/** A window carries a tone when most of its energy lies there and it is not silence. */
export function carriesTone(window: Window, frequencyHz: number): boolean {
  return levelDb(window) > -50 && shareAt(window, frequencyHz) > 0.6;
}

/** Which of the candidates a window carries, if any. */
export function toneAmong(window: Window, candidates: readonly number[]): number | undefined {
  return candidates.find((frequency) => carriesTone(window, frequency));
}

function energyOf(window: Window): number {
  let energy = 0;
  for (const sample of window) energy += sample * sample;
  return energy;
}
