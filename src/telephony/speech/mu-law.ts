const bias = 0x84;
const clip = 32_635;

/** G.711 µ-law, one byte a sample: what `.ulaw` files hold and what goes into RTP as it is. Louder than 1 is clipped. */
export function encodeMuLaw(samples: Float64Array): Uint8Array {
  return Uint8Array.from(samples, muLawOf);
}

/** Sign, three bits of segment, four bits of step, all inverted: ITU-T G.711, table 2a. */
function muLawOf(sample: number): number {
  const magnitude = Math.min(clip, Math.round(Math.abs(sample) * 32_767)) + bias;
  const segment = 24 - Math.clz32(magnitude);
  const step = (magnitude >> (segment + 3)) & 0x0f;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | step) & 0xff;
}
