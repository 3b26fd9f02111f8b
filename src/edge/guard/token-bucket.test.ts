import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullBucket, takeToken } from "./token-bucket.ts";

describe("a token bucket", () => {
  it("lets the burst pass and then the rate, however the messages come", () => {
    const rate = { perSecond: 10, burst: 5 };
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 }), { maxLength: 200 }), (waits) => {
        const bucket = fullBucket(rate, 0);
        let now = 0;
        let passed = 0;
        for (const wait of waits) {
          now += wait;
          if (takeToken(bucket, rate, now)) passed += 1;
        }
        expect(passed).toBeLessThanOrEqual(rate.burst + (now / 1000) * rate.perSecond + 1e-6);
        expect(passed).toBeGreaterThanOrEqual(Math.min(waits.length, rate.burst));
      }),
    );
  });

  it("is not filled by a clock that goes back", () => {
    const rate = { perSecond: 10, burst: 1 };
    const bucket = fullBucket(rate, 1_000);
    expect(takeToken(bucket, rate, 1_000)).toBe(true);
    expect(takeToken(bucket, rate, 0)).toBe(false);
  });
});
