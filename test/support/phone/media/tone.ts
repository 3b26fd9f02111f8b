import { muLawSilence, toMuLaw } from "./mu-law.ts";

/** Samples per second, and in one packet of 20 ms. */
export const sampleRate = 8_000;
export const packetSamples = 160;

const amplitude = 16_000;
const tones = new Map<number, Buffer>();

/** What a phone sends while nobody presses a key. A tone is in whole hertz. */
export type Sound = { readonly toneHz: number } | "silence" | "nothing";

const silence = Buffer.alloc(packetSamples, muLawSilence);

/** The payload of the n-th packet of a sound; undefined when nothing is to be sent. */
export function soundPacket(sound: Sound, nth: number): Buffer | undefined {
  if (sound === "nothing") return undefined;
  if (sound === "silence") return silence;
  const start = (nth * packetSamples) % sampleRate;
  return secondOf(sound.toneHz).subarray(start, start + packetSamples);
}

/** One second of a tone: whole hertz come out even, so seconds join without a click. */
function secondOf(toneHz: number): Buffer {
  const known = tones.get(toneHz);
  if (known !== undefined) return known;
  const second = Buffer.from(
    Array.from({ length: sampleRate }, (_none, n) =>
      toMuLaw(amplitude * Math.sin((2 * Math.PI * toneHz * n) / sampleRate)),
    ),
  );
  tones.set(toneHz, second);
  return second;
}
