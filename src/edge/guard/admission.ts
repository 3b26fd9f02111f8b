import type { GuardSettings } from "./settings.ts";
import { type Bucket, fullBucket, hasToken, takeToken } from "./token-bucket.ts";

/** How often the rate follows the load, in milliseconds. */
const FOLLOW_MS = 100;
/** Busier than this, the process has no time to spare for strangers. */
const TOO_BUSY = 0.7;
const LEAST_SHARE = 1 / 16;
const STEP_SHARE = 1 / 20;
/** An application that is silent for so long may mean to be; the request then no longer counts as waiting. */
const WAITING_MS = 5_000;

/**
 * How much of what strangers begin is let in. While the process is busy the rate is halved again and again;
 * while it is not it grows step by step. Besides, no more may wait for the application than it answers in
 * a while, so that one that is slow is not drowned either.
 */
export class Admission {
  readonly #settings: GuardSettings;
  readonly #bucket: Bucket;
  /** When each request was handed over that the application has not answered, in that order. */
  readonly #waiting = new Map<object, number>();
  #perSecond: number;
  #followedAt: number;

  constructor(settings: GuardSettings, now: number) {
    this.#settings = settings;
    this.#bucket = fullBucket(settings.strangersStart, now);
    this.#perSecond = settings.strangersStart.perSecond;
    this.#followedAt = now;
  }

  /** Requests that may be let in a second, as things are. */
  get perSecond(): number {
    return this.#perSecond;
  }

  get waiting(): number {
    return this.#waiting.size;
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
    if (this.#waiting.size < this.#settings.strangersWaiting) return true;
    for (const [request, since] of this.#waiting) {
      if (now - since < WAITING_MS) break;
      this.#waiting.delete(request);
    }
    return this.#waiting.size < this.#settings.strangersWaiting;
  }

  #rate(now: number): GuardSettings["strangersStart"] {
    const { strangersStart, busy } = this.#settings;
    if (now - this.#followedAt >= FOLLOW_MS) {
      this.#followedAt = now;
      const { perSecond: most } = strangersStart;
      const next = busy() > TOO_BUSY ? this.#perSecond / 2 : this.#perSecond + most * STEP_SHARE;
      this.#perSecond = Math.min(most, Math.max(most * LEAST_SHARE, next));
    }
    const share = this.#perSecond / strangersStart.perSecond;
    return { perSecond: this.#perSecond, burst: Math.max(1, strangersStart.burst * share) };
  }
}
