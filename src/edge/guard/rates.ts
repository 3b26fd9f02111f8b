import { RecentMap } from "./recent-map.ts";
import { type Bucket, fullBucket, type Rate, takeToken } from "./token-bucket.ts";

/** A token bucket for each source. One that is forgotten begins anew with a full one. */
export class Rates {
  readonly #buckets: RecentMap<string, Bucket>;

  constructor(most: number) {
    this.#buckets = new RecentMap(most);
  }

  /** Whether one more of this source may pass. */
  passes(key: string, rate: Rate, now: number): boolean {
    const bucket = this.#buckets.get(key) ?? fullBucket(rate, now);
    if (!this.#buckets.peek(key)) this.#buckets.set(key, bucket);
    return takeToken(bucket, rate, now);
  }
}
