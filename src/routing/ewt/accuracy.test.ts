import { beforeAll, describe, expect, test } from "vitest";
import { WaitPredictor } from "./index.ts";
import { mmnQueue, type PastCall } from "./test-queue.ts";

/** What was foretold to a call on entering, and what came. */
interface Told {
  readonly position: number;
  readonly meanMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  readonly waitMs: number;
}

/** Foretells each call its wait from nothing but the calls that had started when it entered. */
function foretold(calls: Iterable<PastCall>): readonly Told[] {
  const predictor = new WaitPredictor();
  const told: Told[] = [];
  const waiting: PastCall[] = [];
  let started = 0;
  for (const call of calls) {
    for (let next = waiting[started]; next && next.startedAt <= call.enteredAt; next = waiting[++started]) {
      predictor.started(next.positionFound, next.startedAt - next.enteredAt, next.startedAt);
    }
    waiting.push(call);
    const prediction = predictor.predict(call.positionFound, call.enteredAt);
    const waitMs = call.startedAt - call.enteredAt;
    if (prediction) told.push({ position: call.positionFound, ...prediction, waitMs });
  }
  return told;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The root of the mean squared error, over the mean wait. */
function rrmse(told: readonly Told[]): number {
  const squares = told.map(({ meanMs, waitMs }) => (meanMs - waitMs) ** 2);
  return Math.sqrt(mean(squares)) / mean(told.map(({ waitMs }) => waitMs));
}

function coverage(told: readonly Told[]): number {
  return mean(told.map(({ fromMs, toMs, waitMs }) => Number(waitMs >= fromMs && waitMs <= toMs)));
}

describe("in an M/M/20 queue at 95 % load", () => {
  const serviceMs = 300_000;
  let told: readonly Told[] = [];

  beforeAll(() => {
    const queue = { servers: 20, load: 0.95, serviceMs, calls: 200_000, seed: 48_271 };
    told = foretold(mmnQueue(queue));
  });

  test("the mean is as near as a mean by position can be", () => {
    // Source: wait-time-predictors.json, "mean of past waits given same class queue length", M/M/20 rho = 0.95, in a
    // simulation of 5e5 calls. The theory gives sqrt(1 - rho) = 0.2236 (Ibrahim and Whitt 2009).
    // Of 200,000 calls that themselves come to 0.209 to 0.236, by seed: the next test is the sharper one.
    expect(Math.abs(rrmse(told) / 0.224 - 1)).toBeLessThan(0.05);
  });

  test("the mean is nearly as near as if the number of agents and their pace were known", () => {
    const intervalMs = serviceMs / 20;
    const knowing = told.map((call) => ({ ...call, meanMs: call.position * intervalMs }));
    expect(rrmse(told) / rrmse(knowing)).toBeLessThan(1.03);
  });

  test("the range from the 20th to the 80th percentile holds three waits in five", () => {
    expect(Math.abs(coverage(told) - 0.6)).toBeLessThan(0.05);
  });

  test.each([
    [1, 1],
    [2, 5],
    [6, 20],
    [21, 60],
    [61, 1000],
  ])("so it does for those who found positions %i to %i alone", (from, to) => {
    const those = told.filter(({ position }) => position >= from && position <= to);
    expect(those.length).toBeGreaterThan(1000);
    expect(Math.abs(coverage(those) - 0.6)).toBeLessThan(0.08);
  });
});
