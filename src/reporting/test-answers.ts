import * as fc from "fast-check";
import type { Answer } from "./answer.ts";

/** The value of an answer; a refusal fails the test. */
export function given<Value>(answer: Answer<Value>): Value {
  if (!answer.ok) throw new Error(`refused: ${answer.input} is ${answer.why}`);
  return answer.value;
}

/** Every number in an answer, however deep. */
export function numbersIn(figures: object): number[] {
  return Object.values(figures).flatMap((value: unknown) => {
    if (typeof value === "number") return [value];
    return typeof value === "object" && value !== null ? numbersIn(value) : [];
  });
}

/** How far apart two figures are, as a share of the second; 0 also where a double runs out of digits. */
export function relativeError(is: number, ought: number): number {
  const apart = Math.abs(is - ought);
  return apart < SMALLEST_WITH_ALL_DIGITS ? 0 : apart / Math.abs(ought);
}

const SMALLEST_WITH_ALL_DIGITS = 1e-290;

/** The workload of so many erlangs. */
export function offered(erlangs: number, ahtSeconds = 180) {
  return { callsPerHour: (erlangs * 3600) / ahtSeconds, ahtSeconds };
}

/** Group sizes of all magnitudes from 1 to 10,000. */
export const groupSizes = fc.double({ min: 0, max: 4, noNaN: true }).map((tens) => Math.round(10 ** tens));

/** A load as a share of the agents. */
export function loads(min: number, max: number) {
  return fc.double({ min, max, noNaN: true });
}

export const handlingTimes = fc.double({ min: 10, max: 3600, noNaN: true });
export const patiences = fc.double({ min: -2, max: 8, noNaN: true }).map((tens) => 10 ** tens);
export const thresholds = fc.double({ min: 0, max: 600, noNaN: true });
