import { deviation, vagueness } from "../../test/conformance/support/agreement.ts";
import { trials } from "../../test/conformance/support/trials/index.ts";
import type { Bench } from "../bench.ts";
import type { Figure } from "../figure.ts";
import { figuresOf } from "./figures.ts";
import { longRun, type Outcome } from "./long-run.ts";

/** The trials of the conformance tests, each for as long as a standard error of 1 % of all its figures takes. */
export const conformance: Bench = {
  about: "the router in simulation against exact figures, all to a standard error of 1 % (about an hour)",
  run: async ({ tell, stop }): Promise<readonly Figure[]> => {
    const outcomes: Outcome[] = [];
    for (const [nth, trial] of trials.entries()) {
      tell(`${nth + 1} of ${trials.length}: ${trial.name}`);
      const outcome = await longRun(trial, stop);
      tell(inWords(outcome));
      outcomes.push(outcome);
    }
    return figuresOf(outcomes);
  },
};

function inWords({ comparisons, arrivals, seconds }: Outcome): string {
  const z = Math.max(...comparisons.map((comparison) => Math.abs(deviation(comparison))));
  const error = Math.max(...comparisons.map(vagueness));
  const calls = `${(arrivals / 1e6).toFixed(1)} million calls in ${seconds.toFixed(0)} s`;
  return `${calls}: |z| up to ${z.toFixed(1)}, standard errors up to ${(100 * error).toFixed(2)} %`;
}
