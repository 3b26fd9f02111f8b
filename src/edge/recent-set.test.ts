import { expect, it } from "vitest";
import { ManualClock } from "./manual-clock.ts";
import { RecentSet } from "./recent-set.ts";

it("what was seen is remembered for its time, not for ever, and never too much of it", () => {
  const clock = new ManualClock();
  const seen = new RecentSet(clock, 1_000, 3);
  seen.add("a");
  clock.advance(999);
  seen.add("b");
  clock.advance(999);
  expect([seen.has("a"), seen.has("b")]).toEqual([true, true]);
  clock.advance(1_001);
  expect([seen.has("a"), seen.has("b")]).toEqual([false, false]);
  for (const name of "cdefghi") seen.add(name);
  expect("cdefghi".split("").map((name) => seen.has(name))).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
    true,
  ]);
});

it("what was seen is forgotten where nobody looked for long", () => {
  const clock = new ManualClock();
  const seen = new RecentSet(clock, 1_000, 3);
  seen.add("a");
  clock.advance(5_000);
  expect(seen.has("a")).toBe(false);
});
