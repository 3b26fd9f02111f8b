import { Router } from "../routing/index.ts";
import { tenantsOf } from "./agent-times.ts";
import { meanRate } from "./arrivals.ts";
import { Report } from "./report.ts";
import type { Routing } from "./routing.ts";
import type { Length, Scenario } from "./scenario.ts";
import { Simulation } from "./simulation.ts";
import { Columns, Tally } from "./tally.ts";

/**
 * Simulates a call centre on the router that serves real calls, or on another one that stands in for it. The same
 * scenario and length always give the same report. Throws if routing connects or gives up a caller who does not wait.
 */
export function simulate(scenario: Scenario, length: Length, routing: Routing = new Router()): Report {
  const columns = new Columns({
    tails: scenario.callers.map(({ tailsMs }) => tailsMs?.length ?? 0),
    agents: scenario.agents.length,
    tenants: tenantsOf(scenario).length,
  });
  const tally = new Tally(columns);
  const events = new Simulation(scenario, length, routing, columns, tally).run();
  return new Report(scenario, length, columns, tally, events);
}

/** A length in which about so many calls come, in 40 batches after a warm-up of one more. */
export function lengthOf(scenario: Scenario, calls: number, seed: number): Length {
  const perMs = scenario.callers.reduce((sum, { arrivals }) => sum + meanRate(arrivals), 0) / 1000;
  const batchMs = calls / perMs / batches;
  return { seed, warmUpMs: batchMs, batchMs, batches };
}

const batches = 40;
