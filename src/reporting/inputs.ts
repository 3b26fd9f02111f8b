import { type Refusal, refused } from "./answer.ts";

/** The most agents any formula is asked about; each costs a step of a recursion. */
export const MOST_AGENTS = 100_000;

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole?: true;
  /** The ends themselves are not allowed. */
  readonly open?: true;
}

/**
 * What each input may be. The ends of seconds and calls are far beyond any call centre; they are there so
 * that no product of inputs overflows.
 */
const RANGES = {
  agents: { least: 1, most: MOST_AGENTS, whole: true },
  waitingPlaces: { least: 0, most: 100_000, whole: true },
  callsPerHour: { least: 0, most: 1e12 },
  ahtSeconds: { least: 1e-6, most: 1e12 },
  meanPatienceSeconds: { least: 1e-6, most: 1e12 },
  thresholdSeconds: { least: 0, most: 1e12 },
  serviceLevel: { least: 0, most: 1, open: true },
  waitProbability: { least: 0, most: 1, open: true },
  halfinWhittBeta: { least: 0, most: 1e6 },
  garnettBeta: { least: -1e6, most: 1e6 },
  patienceRatio: { least: 1e-12, most: 1e12 },
} as const satisfies Record<string, Range>;

/** The inputs of the formulas, by the names they have there. */
export type InputName = keyof typeof RANGES;

/** The first of the named inputs that no formula can use, or undefined where all are good. */
export function faultIn(inputs: Readonly<Partial<Record<InputName, number>>>): Refusal | undefined {
  for (const name of INPUT_NAMES) {
    const value = inputs[name];
    const why = value === undefined ? undefined : whyUnusable(value, RANGES[name]);
    if (why !== undefined) return refused(why, name);
  }
  return undefined;
}

const INPUT_NAMES: readonly InputName[] = [
  "agents",
  "waitingPlaces",
  "callsPerHour",
  "ahtSeconds",
  "meanPatienceSeconds",
  "thresholdSeconds",
  "serviceLevel",
  "waitProbability",
  "halfinWhittBeta",
  "garnettBeta",
  "patienceRatio",
];

function whyUnusable(value: number, range: Range): "not-a-number" | "not-whole" | "out-of-range" | undefined {
  if (!Number.isFinite(value)) return "not-a-number";
  if (range.whole && !Number.isInteger(value)) return "not-whole";
  if (value < range.least || value > range.most) return "out-of-range";
  if (range.open && (value === range.least || value === range.most)) return "out-of-range";
  return undefined;
}
