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
  const columns = columnsOf(scenario);
  const tally = new Tally(columns);
  const simulation = new Simulation(scenario, length, routing, columns, tally);
  simulation.goOn(length.batches);
  return new Report(scenario, length, columns, tally, simulation.events);
}

/**
 * The same for as long as it is asked to go on, one `batchMs` at a time, with a report of all so far. When there would
 * be more than `batches` of them (an even number), each two become one: batches grow with the run, and so does the
 * trust in the errors judged by them.
 */
export function* simulateOn(scenario: Scenario, length: Length): Generator<Report, never> {
  const columns = columnsOf(scenario);
  const tally = new Tally(columns, length.batches);
  const simulation = new Simulation(scenario, length, new Router(), columns, tally);
  for (let batches = 1; ; batches += 1) {
    simulation.goOn(batches);
    yield new Report(scenario, length, columns, tally, simulation.events);
  }
}

function columnsOf(scenario: Scenario): Columns {
  return new Columns({
    tails: scenario.callers.map(({ tailsMs }) => tailsMs?.length ?? 0),
    agents: scenario.agents.length,
    tenants: tenantsOf(scenario).length,
    gauges: scenario.gauges?.length ?? 0,
  });
}

/** A length in which about so many calls come, in 40 batches after a warm-up of one more. */
export function lengthOf(scenario: Scenario, calls: number, seed: number): Length {
  const perMs = scenario.callers.reduce((sum, { arrivals }) => sum + meanRate(arrivals), 0) / 1000;
  const batchMs = calls / perMs / batches;
  return { seed, warmUpMs: batchMs, batchMs, batches };
}

const batches = 40;
