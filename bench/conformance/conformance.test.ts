import { describe, expect, test } from "vitest";
import { trials } from "../../test/conformance/support/trials/index.ts";
import { Interrupted } from "../bench.ts";
import { figuresOf } from "./figures.ts";
import { longRun } from "./long-run.ts";

const trial = trials.find(({ name }) => name === "erlang-a-1");
if (trial === undefined) throw new Error("there is no trial of one agent");
const short = { ...trial, calls: 2000 };
const never = new AbortController().signal;

describe("the long run of a trial", () => {
  test("goes on until every figure is precise", async () => {
    const { arrivals, comparisons } = await longRun(short, never);
    expect(arrivals).toBeGreaterThan(short.calls);
    for (const { measured, exactly } of comparisons)
      expect(measured.standardError / exactly).toBeLessThanOrEqual(0.01);
  });

  test("ends at its bounds, as precise as it is", async () => {
    const { arrivals } = await longRun(short, never, { arrivals: 4000, seconds: 600 });
    expect(arrivals).toBeLessThan(4500);
  });

  test("ends when it is asked to stop", async () => {
    await expect(longRun(short, AbortSignal.abort())).rejects.toThrow(Interrupted);
  });
});

describe("the figures", () => {
  test("tell the deviation and the error of every quantity, and the worst", () => {
    const mean = { what: "mean wait of A", measured: { value: 9.7, standardError: 0.1 }, exactly: 10 };
    const part = { what: "waiting > 0.5 s", measured: { value: 0.51, standardError: 0.01 }, exactly: 0.5 };
    const figures = figuresOf([{ trial: "one", comparisons: [mean, part], arrivals: 10, seconds: 1 }]);
    expect(figures.map(({ name }) => name)).toEqual([
      "conformance-one-mean-wait-of-a-z",
      "conformance-one-mean-wait-of-a-se",
      "conformance-one-waiting-0-5-s-z",
      "conformance-one-waiting-0-5-s-se",
      "conformance-worst-z",
      "conformance-rms-z",
      "conformance-worst-se",
      "conformance-arrivals",
    ]);
    const values = figures.map(({ value }) => Number(value.toFixed(3)));
    expect(values).toEqual([-3, 1, 1, 2, 3, 2.236, 2, 10]);
  });

  test("have names of their own", () => {
    expect(new Set(trials.map(({ name }) => name)).size).toBe(trials.length);
    for (const { name } of trials) expect(name).toMatch(/^[a-z0-9-]+$/);
  });
});
