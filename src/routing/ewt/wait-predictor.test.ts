import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emptyWaitMemory, type WaitMemory, WaitPredictor } from "./index.ts";
import { bucketOf } from "./position-bucket.ts";

const minute = 60_000;

/** A predictor that saw so many calls which found this position wait so long, one a minute. */
function having(waits: readonly { position: number; waitMs: number; times: number }[]): WaitPredictor {
  const predictor = new WaitPredictor();
  let at = 0;
  for (const { position, waitMs, times } of waits) {
    for (let nth = 0; nth < times; nth++) predictor.started(position, waitMs, (at += minute));
  }
  return predictor;
}

function meanMs(predictor: WaitPredictor, position: number, at = 0): number | undefined {
  return predictor.predict(position, at)?.meanMs;
}

describe("the expected wait", () => {
  test("is unknown in a queue where nobody has waited", () => {
    expect(new WaitPredictor().predict(1, 0)).toBeUndefined();
  });

  test("is the mean of past waits of calls that found the same position", () => {
    const predictor = having([
      { position: 1, waitMs: 10_000, times: 30 },
      { position: 1, waitMs: 20_000, times: 30 },
      { position: 2, waitMs: 40_000, times: 30 },
    ]);
    expect(meanMs(predictor, 1)).toBe(15_000);
    expect(meanMs(predictor, 2)).toBe(40_000);
  });

  test("follows a change: after 200 waits a new one weighs 1/200", () => {
    const before = having([{ position: 1, waitMs: 10_000, times: 1000 }]);
    before.started(1, 210_000, 0);
    expect(meanMs(before, 1)).toBe(11_000);
    const after = having([
      { position: 1, waitMs: 10_000, times: 1000 },
      { position: 1, waitMs: 60_000, times: 1000 },
    ]);
    expect(meanMs(after, 1)).toBeGreaterThan(59_000);
  });

  test("lies on the line between its neighbours at a position nobody found", () => {
    const predictor = having([
      { position: 4, waitMs: 100_000, times: 60 },
      { position: 6, waitMs: 120_000, times: 60 },
    ]);
    expect(meanMs(predictor, 5)).toBe(110_000);
  });

  test("grows with the position beyond the last that anybody found, up to twice that", () => {
    const predictor = having([{ position: 10, waitMs: 50_000, times: 200 }]);
    expect(meanMs(predictor, 15)).toBe(75_000);
    expect(meanMs(predictor, 20)).toBe(100_000);
    expect(meanMs(predictor, 6)).toBe(30_000);
  });

  test("believes a few waits of its own only as far as there are few", () => {
    const predictor = having([
      { position: 4, waitMs: 40_000, times: 60 },
      { position: 6, waitMs: 60_000, times: 60 },
      { position: 5, waitMs: 90_000, times: 25 },
    ]);
    expect(meanMs(predictor, 5)).toBe(70_000);
  });

  test("is known for a whole bucket of positions far back from some of them", () => {
    const predictor = having([{ position: 1000, waitMs: 1_000_000, times: 20 }]);
    expect(meanMs(predictor, 1010)).toBe(1_010_000);
    expect(meanMs(predictor, 990)).toBe(990_000);
  });

  test("is never less than a second", () => {
    const predictor = having([{ position: 1, waitMs: 0, times: 50 }]);
    expect(predictor.predict(1, 0)).toEqual({ meanMs: 1000, fromMs: 1000, toMs: 1000 });
  });
});

describe("where no wait was seen near a position", () => {
  test("it is the position times the interval between starts", () => {
    const predictor = having([{ position: 2, waitMs: 2 * minute, times: 50 }]);
    expect(meanMs(predictor, 30, 50 * minute)).toBe(30 * minute);
  });

  test("one wait tells the interval: the wait by the position", () => {
    const predictor = new WaitPredictor();
    predictor.started(2, 20_000, 0);
    expect(meanMs(predictor, 30, 1000)).toBe(300_000);
  });

  test("hours in which nobody waited do not count as an interval", () => {
    const predictor = new WaitPredictor();
    predictor.started(1, 10_000, 0);
    predictor.started(1, 10_000, 600 * minute);
    expect(meanMs(predictor, 30, 600 * minute)).toBe(300_000);
  });

  test("it is unknown again when the last start is 30 intervals and 30 minutes ago", () => {
    const quick = having([{ position: 1, waitMs: 10_000, times: 30 }]);
    const last = 30 * minute;
    expect(meanMs(quick, 30, last + 30 * minute)).toBe(300_000);
    expect(meanMs(quick, 30, last + 30 * minute + 1)).toBeUndefined();
    expect(meanMs(quick, 1, last + 300 * minute)).toBe(10_000);
    const slow = new WaitPredictor();
    slow.started(1, 5 * minute, 0);
    expect(meanMs(slow, 30, 150 * minute)).toBe(150 * minute);
    expect(meanMs(slow, 30, 150 * minute + 1)).toBeUndefined();
  });
});

describe("the range", () => {
  test("is that of an exponential wait before waits were measured: 0.22 to 1.61 of the mean", () => {
    const predictor = having([{ position: 1, waitMs: 100_000, times: 2 }]);
    const { fromMs = 0, toMs = 0 } = predictor.predict(1, 0) ?? {};
    expect(fromMs / 22_314).toBeCloseTo(1, 1);
    expect(toMs / 160_944).toBeCloseTo(1, 1);
  });

  test("narrows with the position before waits were measured: 100 intervals even out", () => {
    const predictor = new WaitPredictor();
    predictor.started(1, 10_000, 0);
    const { fromMs = 0, toMs = 0 } = predictor.predict(100, 0) ?? {};
    // The 20th and 80th percentile of a gamma distribution with shape 100.
    expect(fromMs / 914_500).toBeCloseTo(1, 2);
    expect(toMs / 1_082_900).toBeCloseTo(1, 2);
  });

  test("is that of past waits about the mean once they were measured", () => {
    const predictor = new WaitPredictor();
    for (let nth = 0; nth < 5000; nth++) predictor.started(1, 10_000 * (1 + (nth % 10)), nth * minute);
    const { meanMs = 0, fromMs = 0, toMs = 0 } = predictor.predict(1, 0) ?? {};
    expect(meanMs / 55_000).toBeCloseTo(1, 1);
    expect(fromMs).toBeGreaterThan(19_000);
    expect(fromMs).toBeLessThan(31_000);
    expect(toMs).toBeGreaterThan(79_000);
    expect(toMs).toBeLessThan(91_000);
  });
});

/** What a queue may live through, and odd numbers a clock set back might lead to. */
const starts = fc.array(
  fc.record({
    position: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 100_000 })),
    waitMs: fc.oneof(fc.nat(100_000), fc.integer({ min: -1, max: 100_000_000 })),
    afterMs: fc.oneof(fc.nat(10_000), fc.integer({ min: -1000, max: 10_000_000 })),
  }),
  { maxLength: 300 },
);

/** Plays these starts to a predictor from this moment on; returns the last moment. */
function play(
  predictor: WaitPredictor,
  what: typeof starts extends fc.Arbitrary<infer T> ? T : never,
  from = 0,
) {
  let at = from;
  for (const { position, waitMs, afterMs } of what) predictor.started(position, waitMs, (at += afterMs));
  return at;
}

describe("whatever a queue lives through", () => {
  test("the prediction is a range in whole milliseconds of at least a second, or unknown", () => {
    fc.assert(
      fc.property(starts, fc.integer({ min: 1, max: 100_000 }), (what, position) => {
        const predictor = new WaitPredictor();
        const prediction = predictor.predict(position, play(predictor, what));
        if (prediction === undefined) return;
        expect(Object.values(prediction).every((ms) => Number.isSafeInteger(ms) && ms >= 1000)).toBe(true);
        expect(prediction.fromMs).toBeLessThanOrEqual(prediction.toMs);
      }),
    );
  });

  test("a predictor made from a memory, as it is or read back from JSON, goes on as the first", () => {
    fc.assert(
      fc.property(starts, starts, fc.integer({ min: 1, max: 200 }), (before, after, position) => {
        const first = new WaitPredictor();
        const until = play(first, before);
        const stored: WaitMemory = JSON.parse(JSON.stringify(first.memory()));
        const others = [new WaitPredictor(first.memory()), new WaitPredictor(stored)];
        const end = play(first, after, until);
        for (const other of others) {
          play(other, after, until);
          expect(other.predict(position, end)).toEqual(first.predict(position, end));
          expect(other.memory()).toEqual(first.memory());
        }
      }),
    );
  });

  test("what is remembered stays small, however long the queue", () => {
    const predictor = new WaitPredictor();
    for (let nth = 0; nth < 100_000; nth++) {
      const position = 1 + ((nth * 7919) % 30_000);
      predictor.started(position, position * 1234.567 + (nth % 1000), nth * 1000);
    }
    expect(JSON.stringify(predictor.memory()).length).toBeLessThan(16_000);
  });

  test("a queue nobody waited in remembers nothing", () => {
    expect(new WaitPredictor().memory()).toEqual(emptyWaitMemory);
  });
});

describe("position buckets", () => {
  test("never go down with the position, and no bucket is left out", () => {
    let last = -1;
    for (let position = 1; position <= 30_000; position++) {
      const bucket = bucketOf(position);
      expect(bucket === last || bucket === last + 1).toBe(true);
      last = bucket;
    }
    expect(last).toBe(109);
  });
});
