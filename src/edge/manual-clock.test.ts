import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";

describe("a clock turned by hand", () => {
  it("fires timers by time and then by age, those cancelled left out, however it is turned", () => {
    const timers = fc.array(fc.record({ ms: fc.nat({ max: 50 }), cancelled: fc.boolean() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(timers, fc.array(fc.nat({ max: 20 })), (wanted, turns) => {
        const clock = new ManualClock();
        const fired: number[] = [];
        const set = wanted.map(({ ms }, index) => clock.after(ms, () => void fired.push(index)));
        for (const [index, { cancelled }] of wanted.entries()) if (cancelled) set[index]?.cancel();
        for (const ms of turns) clock.advance(ms);
        clock.advance(50);
        const expected = [...wanted.entries()]
          .filter(([, { cancelled }]) => !cancelled)
          .toSorted(([, a], [, b]) => a.ms - b.ms)
          .map(([index]) => index);
        expect(fired).toEqual(expected);
        expect(clock.waiting).toBe(0);
      }),
    );
  });

  it("fires in the same turn what a timer sets within it", () => {
    const clock = new ManualClock();
    const times: number[] = [];
    clock.after(10, () => clock.after(5, () => void times.push(clock.now())));
    clock.advance(20);
    expect([times, clock.now()]).toEqual([[15], 20]);
  });
});
