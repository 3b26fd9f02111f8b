import { setTimeout as pause } from "node:timers/promises";
import type { Figure } from "../figure.ts";
import type { Centre } from "./centre.ts";
import { describeRun, runSteadily } from "./steady-run.ts";
import { judge, type Verdict } from "./verdict.ts";

const step = 10;
const highest = 150;
const forSeconds = 10;
const restMs = 500;

/** Raises the rate step by step until one is not held. Three minutes at most. */
export async function measureCallsPerSecond(
  centre: Centre,
  tell: (line: string) => void,
): Promise<readonly Figure[]> {
  let held = 0;
  centre.died.catch((error: Error) => tell(error.message));
  for (let rate = step; rate <= highest; rate += step) {
    const run = await runSteadily(centre, rate, forSeconds);
    const verdict = judge(run);
    tell(describeRun(run, verdict));
    if (verdict !== "held") {
      tell(explain(verdict, run.errors));
      break;
    }
    held = rate;
    // Records of the last calls are still being written.
    await pause(restMs);
  }
  if (held === highest) tell(`${highest} calls/s is where this benchmark ends; more may be possible`);
  return [{ name: "calls-per-second-held", value: held, unit: "1/s" }];
}

function explain(verdict: Exclude<Verdict, "held">, errors: string): string {
  if (verdict === "generator-gave-out")
    return "the callers and phones could not keep this rate: the platform may hold more than the figure says";
  if (verdict === "fell-behind") return "no call failed, but callers waited longer and longer";
  return `calls failed or were lost; the first the callers said of it: ${errors.trim().slice(0, 500) || "nothing"}`;
}
