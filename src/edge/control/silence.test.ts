import { expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import { Silence } from "./silence.ts";

function watched() {
  const clock = new ManualClock();
  const fallen: number[] = [];
  const silence = new Silence(clock, () => fallen.push(clock.now()));
  return { clock, fallen, silence };
}

it("one sign of life says nothing of when the next is due", () => {
  const { clock, fallen, silence } = watched();
  silence.beat();
  clock.advance(3_600_000);
  expect(fallen).toEqual([]);
});

it("three missing signs are its end; each that comes puts it off", () => {
  const { clock, fallen, silence } = watched();
  for (const _ of [1, 2, 3]) {
    silence.beat();
    clock.advance(10_000);
  }
  clock.advance(19_999);
  expect(fallen).toEqual([]);
  clock.advance(1);
  expect(fallen).toEqual([50_000]);
});

it("signs in quick succession do not make it impatient", () => {
  const { clock, fallen, silence } = watched();
  silence.beat();
  silence.beat();
  clock.advance(14_999);
  expect(fallen).toEqual([]);
  clock.advance(1);
  expect(fallen).toHaveLength(1);
});

it("nothing comes after it was stopped", () => {
  const { clock, fallen, silence } = watched();
  silence.beat();
  silence.beat();
  silence.stop();
  clock.advance(3_600_000);
  expect(fallen).toEqual([]);
  expect(clock.waiting).toBe(0);
});
