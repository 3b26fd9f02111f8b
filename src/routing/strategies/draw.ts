/** Draws a number for this text, above 0 and below 1. */
export type Draw = (text: string) => number;

/**
 * Draws for any number of texts from one chance (0 up to but not including 1): the same for the same text, and as if
 * independent and uniform for different ones.
 *
 * The text is hashed twice, by FNV-1a over its code units with two multipliers, so that two texts of a cell hardly
 * ever share both hashes. Hashes and the 53 bits of chance are then stirred by the finaliser of MurmurHash3, in which
 * each bit in changes each bit out half of the time. Not for secrets.
 */
export function drawFrom(chance: number): Draw {
  const scaled = chance * 2 ** 32;
  const high = scaled >>> 0;
  const low = ((scaled - high) * 2 ** 21) >>> 0;
  return (text) => {
    let one = 0x811c9dc5;
    let other = 0x9747b28c;
    for (let index = 0; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      one = Math.imul(one ^ unit, 0x01000193);
      other = Math.imul(other ^ unit, 0x85ebca6b);
    }
    const upper = stir(stir(one ^ high) + (other ^ low));
    const lower = stir(upper ^ other);
    return fraction(upper, lower);
  };
}

/** The finaliser of MurmurHash3, 32 bits (Austin Appleby, public domain). */
function stir(bits: number): number {
  let stirred = bits | 0;
  stirred = Math.imul(stirred ^ (stirred >>> 16), 0x85ebca6b);
  stirred = Math.imul(stirred ^ (stirred >>> 13), 0xc2b2ae35);
  return (stirred ^ (stirred >>> 16)) >>> 0;
}

/** 52 of the bits as the middle of one of 2^52 equal parts of 0 to 1, so that neither end is ever met. */
function fraction(upper: number, lower: number): number {
  return ((upper >>> 6) * 2 ** 26 + (lower >>> 6) + 0.5) / 2 ** 52;
}
