/** G.711 µ-law, the sound of PCMU. Samples are 16-bit at 8 kHz. */
const bias = 0x84;
const clip = 32_635;

/** The byte that stands for silence. */
export const muLawSilence = 0xff;

/** Encodes one sample. */
export function toMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(Math.trunc(sample)), clip) + bias;
  const exponent = 24 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (exponent + 3)) & 0x0f;
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

const decoded = Int16Array.from({ length: 256 }, (_none, byte) => {
  const code = ~byte & 0xff;
  const magnitude = ((((code & 0x0f) << 3) + bias) << ((code >> 4) & 0x07)) - bias;
  return (code & 0x80) === 0 ? magnitude : -magnitude;
});

/** Decodes one byte. */
export function fromMuLaw(byte: number): number {
  return decoded[byte] ?? 0;
}
