import * as fc from "fast-check";
import { agent, queue } from "./test-builders.ts";
import type { Act } from "./test-run.ts";

/**
 * For tests: checks so many runs. A run that fails is made as small as it can be and told as a story, since a
 * configuration written out in full hides the little that matters.
 */
export function inAll(
  runs: fc.Arbitrary<Act[]>,
  numRuns: number,
  check: (acts: readonly Act[]) => void,
): void {
  const property = fc.property(runs, (acts) => {
    check(acts);
  });
  const outcome = fc.check(property, { numRuns });
  if (!outcome.failed) return;
  const [acts] = outcome.counterexample ?? [[]];
  const story = acts.map(told).join("\n");
  const { errorInstance: cause, seed } = outcome;
  const message = cause instanceof Error ? cause.message : String(cause);
  throw new Error(`${message}\n\nIn this run (found with seed ${seed}):\n${story}\n`, { cause });
}

function told(act: Act): string {
  const { do: what, afterMs, ...how } = act;
  const details = act.do === "configure" ? toldConfiguration(act) : JSON.stringify(how);
  return `+${afterMs} ms ${what} ${details}`;
}

/** Only what differs from what the builders make. */
function toldConfiguration({ queues, agents, rentals }: Extract<Act, { do: "configure" }>): string {
  return [
    ...queues.map((rules) => `\n  ${rules.id} ${unlike(rules, queue(rules.id))}`),
    ...agents.map((profile) => `\n  ${profile.id} ${unlike(profile, agent(profile.id))}`),
    ...rentals.map(
      ({ id, ...rules }) => `\n  ${id} ${rules.agents.length === 0 ? "" : JSON.stringify(rules)}`,
    ),
  ].join("");
}

function unlike(rules: object, usual: object): string {
  const known = new Map<string, unknown>(Object.entries(usual));
  const short = (value: unknown) =>
    JSON.stringify(value, (key, part: unknown) => (key === "root" ? undefined : part));
  return Object.entries(rules)
    .flatMap(([key, value]: [string, unknown]) =>
      short(value) === short(known.get(key)) ? [] : [`${key}: ${short(value)}`],
    )
    .join(", ");
}
