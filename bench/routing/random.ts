/**
 * A seeded source of chance: the same seed, the same draws on every machine. The generator is sfc32 ("small fast
 * counter") of Chris Doty-Humphrey's PractRand, which is in the public domain.
 */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private counter: number;

  constructor(seed: number) {
    this.a = seed | 0;
    this.b = 0x9e3779b9 | 0;
    this.c = 0x243f6a88;
    this.counter = 1;
    for (let round = 0; round < 16; round += 1) this.bits();
  }

  /** Goes on from here as this one does. */
  copy(): Random {
    const copied = new Random(0);
    copied.a = this.a;
    copied.b = this.b;
    copied.c = this.c;
    copied.counter = this.counter;
    return copied;
  }

  /** 32 bits, as a whole number from 0. */
  bits(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 up to but not including 1. */
  share(): number {
    return this.bits() / 4_294_967_296;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.share());
  }

  /** One of what is given; there must be something. */
  oneOf<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.share() * items.length)];
    if (item === undefined) throw new RangeError("nothing to draw from");
    return item;
  }

  /** One of what is given, in proportion to the numbers. */
  weighted<T>(items: readonly (readonly [weight: number, item: T])[]): T {
    let left = this.share() * items.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, item] of items) {
      left -= weight;
      if (left < 0) return item;
    }
    throw new RangeError("nothing to draw from");
  }

  /** So many different ones of what is given, or all if there are fewer. */
  someOf<T>(items: readonly T[], count: number): readonly T[] {
    const left = [...items];
    const drawn: T[] = [];
    while (drawn.length < count && left.length > 0) {
      drawn.push(...left.splice(Math.floor(this.share() * left.length), 1));
    }
    return drawn;
  }

  /** 32 hex digits, as ids are made of. */
  hex(): string {
    const parts = [this.bits(), this.bits(), this.bits(), this.bits()];
    return parts.map((part) => part.toString(16).padStart(8, "0")).join("");
  }
}
