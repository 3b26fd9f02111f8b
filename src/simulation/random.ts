/** Four words of 32 bits, not all 0. */
type Words = readonly [number, number, number, number];

/**
 * A source of chance. Generator: xoshiro128++ 1.0 (Blackman and Vigna 2019, public domain). Not for secrets.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  /** Normal draws come in pairs; the other one waits here. */
  #spareNormal: number | undefined;

  constructor([a, b, c, d]: Words) {
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** The next 32 bits, as an unsigned whole number. */
  bits(): number {
    const sum = (this.#a + this.#d) | 0;
    const drawn = (((sum << 7) | (sum >>> 25)) + this.#a) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return drawn;
  }

  /** From 0 up to but not including 1, in steps of 2⁻⁵³. */
  unit(): number {
    return ((this.bits() >>> 5) * 0x400_0000 + (this.bits() >>> 6)) / 0x20_0000_0000_0000;
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.unit());
  }

  /** Mean 0, variance 1. By Marsaglia's polar method (Marsaglia and Bray 1964). */
  normal(): number {
    const spare = this.#spareNormal;
    if (spare !== undefined) {
      this.#spareNormal = undefined;
      return spare;
    }
    for (;;) {
      const x = 2 * this.unit() - 1;
      const y = 2 * this.unit() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spareNormal = y * scale;
      return x * scale;
    }
  }

  /** `cv` is the standard deviation as a part of the mean; 0 gives the mean itself. */
  lognormal(mean: number, cv: number): number {
    const variance = Math.log1p(cv * cv);
    return mean * Math.exp(Math.sqrt(variance) * this.normal() - variance / 2);
  }

  /** As for `lognormal`. By squeeze and rejection (Marsaglia and Tsang 2000). */
  gamma(mean: number, cv: number): number {
    if (cv === 0) return mean;
    const shape = 1 / (cv * cv);
    return (mean / shape) * this.#standardGamma(shape);
  }

  /** How many events of a Poisson process fall where `mean` are expected. Takes time in proportion to the mean. */
  poisson(mean: number): number {
    let count = 0;
    // In parts: e^-mean is 0 to the machine for the mean of a busy half hour.
    for (let left = mean; left > 0; left -= 16) count += this.#fewEvents(Math.min(left, 16));
    return count;
  }

  /** Knuth, The Art of Computer Programming 2, 3.4.1. */
  #fewEvents(mean: number): number {
    const floor = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > floor; product *= this.unit()) count += 1;
    return count;
  }

  #standardGamma(shape: number): number {
    // Below 1 the method does not work: draw for one more, and scale back.
    if (shape < 1) return this.#standardGamma(shape + 1) * (1 - this.unit()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      if (Math.log(1 - this.unit()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
    }
  }
}

/**
 * The same seed and purpose always give the same draws, and each purpose draws from a sequence of its own: that callers
 * are given patience does not change when they call. Words are mixed by the finaliser of MurmurHash3 (public domain).
 */
export function randomFor(seed: number, purpose: string): Random {
  const name = hashed(purpose);
  const high = Math.floor(seed / 0x1_0000_0000);
  const random = new Random([
    mixed(seed + 0x9e3779b9),
    mixed(high ^ 0x243f6a88),
    mixed(name),
    mixed(name ^ 0xb7e15162) | 1,
  ]);
  // Seeds that differ in one bit begin alike.
  for (let drawn = 0; drawn < 32; drawn += 1) random.bits();
  return random;
}

/** FNV-1a (Fowler, Noll and Vo, public domain). */
function hashed(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash;
}

function mixed(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
