import { expect, it } from "vitest";
import { parseStat } from "./processor-time.ts";

const numbers = "1 4711 4711 0 -1 4194304 1500 0 0 0 250 130 7 3 20 0 11 0 9000 1000000 2000";

it("Time in user mode and in the kernel are added up; a tick is 10 ms", () => {
  expect(parseStat(`4711 (node) S ${numbers}\n`)).toEqual({ session: 4711, processorMs: 3_800 });
});

it("A name with blanks and brackets does not shift the fields", () => {
  expect(parseStat(`4711 (a) b (c) S ${numbers}`)).toEqual({ session: 4711, processorMs: 3_800 });
});

it("A line cut short tells nothing", () => {
  expect(parseStat("4711 (node) S 1 4711")).toBeUndefined();
});
