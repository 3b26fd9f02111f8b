import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import { Failures } from "./failures.ts";

describe("wrong secrets", () => {
  it("are answered later and later, each source for itself", () => {
    const failures = new Failures(new ManualClock());
    expect([1, 2, 3, 4].map(() => failures.failed("192.0.2.1"))).toEqual([100, 200, 400, 800]);
    for (let n = 0; n < 20; n++) failures.failed("192.0.2.1");
    expect(failures.failed("192.0.2.1")).toBe(5_000);
    expect(failures.failed("192.0.2.2")).toBe(100);
  });

  it("are forgotten after a minute without another", () => {
    const clock = new ManualClock();
    const failures = new Failures(clock);
    failures.failed("192.0.2.1");
    clock.advance(59_999);
    expect(failures.failed("192.0.2.1")).toBe(200);
    clock.advance(60_000);
    expect([failures.count("192.0.2.1"), failures.failed("192.0.2.1")]).toEqual([0, 100]);
  });

  it("are remembered of so many sources only, the latest ones", () => {
    const failures = new Failures(new ManualClock());
    failures.failed("first");
    for (let n = 0; n < 1_023; n++) failures.failed(`source ${n}`);
    expect(failures.count("first")).toBe(1);
    failures.failed("one too many");
    expect([failures.count("first"), failures.count("source 0")]).toEqual([0, 1]);
  });
});
