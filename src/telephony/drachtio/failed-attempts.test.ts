import { expect, it } from "vitest";
import { FailedAttempts } from "./failed-attempts.ts";

it("five wrong passwords within a minute are too many, until the minute is over", () => {
  const failures = new FailedAttempts();
  for (let n = 0; n < 4; n += 1) failures.note("li", 1_000 + n);
  expect(failures.tooMany("li", 2_000)).toBe(false);
  failures.note("li", 2_000);
  expect(failures.tooMany("li", 60_999)).toBe(true);
  expect(failures.tooMany("wang", 60_999)).toBe(false);
  expect(failures.tooMany("li", 61_000)).toBe(false);
});

it("a right password makes the wrong ones forgotten", () => {
  const failures = new FailedAttempts();
  for (let n = 0; n < 5; n += 1) failures.note("li", 0);
  failures.forget("li");
  expect(failures.tooMany("li", 1)).toBe(false);
});

it("a flood of names does not grow without bound: the oldest is forgotten first", () => {
  const failures = new FailedAttempts();
  for (let n = 0; n < 5; n += 1) failures.note("first", 0);
  for (let n = 0; n < 10_000; n += 1) failures.note(`user${n}`, 0);
  expect(failures.tooMany("first", 1)).toBe(false);
});
