/** How much may pass: so many a second in the long run, and so many at once after a rest. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A bucket that fills at the rate and is emptied by what passes. */
export interface Bucket {
  tokens: number;
  /** When it was last filled, in milliseconds. */
  filledAt: number;
}

/** A full bucket. */
export function fullBucket(rate: Rate, now: number): Bucket {
  return { tokens: rate.burst, filledAt: now };
}

/** Whether one more may pass now. Takes nothing. */
export function hasToken(bucket: Bucket, rate: Rate, now: number): boolean {
  const seconds = Math.max(0, now - bucket.filledAt) / 1000;
  bucket.tokens = Math.min(rate.burst, bucket.tokens + seconds * rate.perSecond);
  bucket.filledAt = now;
  return bucket.tokens >= 1;
}

/** Takes a token for one that wants to pass; false where there is none. */
export function takeToken(bucket: Bucket, rate: Rate, now: number): boolean {
  if (!hasToken(bucket, rate, now)) return false;
  bucket.tokens -= 1;
  return true;
}
