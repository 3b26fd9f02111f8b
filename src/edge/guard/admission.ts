import type { Load } from "./load.ts";
import { type Bucket, fullBucket, hasToken, type Rate, takeToken } from "./token-bucket.ts";

/** An application that is silent for so long may mean to be; the request then no longer counts as waiting. */
const WAITING_MS = 5_000;

/**
 * How much of what some kind of source begins is let in: so many a second, less while the process is busy;
 * and no more may wait for the application than it answers in a while, so that one that is slow is not
 * drowned either.
 */
export class Admission {
  readonly #most: Rate;
  readonly #mostWaiting: number;
  readonly #load: Load;
  readonly #bucket: Bucket;
  /** When each request was handed over that the application has not answered, in that order. */
  readonly #waiting = new Map<object, number>();

  constructor(most: Rate, mostWaiting: number, load: Load, now: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
    this.#load = load;
    this.#bucket = fullBucket(most, now);
  }

  /** Requests that may be let in a second, as things are. */
  perSecond(now: number): number {
    return this.#rate(now).perSecond;
  }

  /** Whether a further one would be let in. */
  open(now: number): boolean {
    return hasToken(this.#bucket, this.#rate(now), now) && this.#roomToWait(now);
  }

  /** Lets one in, or does not. */
  take(now: number): boolean {
    return this.#roomToWait(now) && takeToken(this.#bucket, this.#rate(now), now);
  }

  /** One that was let in is handed to the application. */
  handedOver(request: object, now: number): void {
    this.#waiting.set(request, now);
  }

  /** The application has answered, or the request is over. Safe to repeat. */
  answered(request: object): void {
    this.#waiting.delete(request);
  }

  #roomToWait(now: number): boolean {
    if (this.#waiting.size < this.#mostWaiting) return true;
    for (const [request, since] of this.#waiting) {
      if (now - since < WAITING_MS) break;
      this.#waiting.delete(request);
    }
    return this.#waiting.size < this.#mostWaiting;
  }

  #rate(now: number): Rate {
    const share = this.#load.share(now);
    return { perSecond: this.#most.perSecond * share, burst: Math.max(1, this.#most.burst * share) };
  }
}
