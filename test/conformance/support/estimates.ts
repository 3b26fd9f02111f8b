import { z } from "zod";
import { exponential, measured, type Report, type Scenario } from "../../../src/simulation/index.ts";
import { agents, callers, queue } from "./centre.ts";
import { reference } from "./reference.ts";
import { skillBasedScenario } from "./wallace-whitt.ts";

const predictor = "mean of past waits given same class queue length";

const { rows } = reference(
  "wait-time-predictors",
  z.object({
    rows: z.array(
      z.object({ scenario: z.string(), weightedRRMSE: z.looseObject({ [predictor]: z.number() }) }),
    ),
  }),
);

/** One conversation is a time unit of the reference; three minutes here. */
const unit = 180;

/** Those of the reference's scenarios that its names describe fully. */
export const estimatedScenarios: Readonly<Record<string, Scenario>> = {
  "M/M/20 rho=0.95": asking({
    queues: [queue("all")],
    agents: agents(20),
    callers: [callers("all", { perSecond: 19 / unit, meanService: unit })],
  }),
  "M/M/100+M overloaded a=110, patience mean 2 AHT": asking({
    queues: [queue("all")],
    agents: agents(100),
    callers: [
      callers("all", { perSecond: 110 / unit, meanService: unit, patience: exponential(2 * unit * 1000) }),
    ],
  }),
  "Wallace-Whitt 6x15 agents, 2 skills, a=87, no abandonment": asking(sixTypes(87)),
  "M/M/20 static priority 2 classes (30% high), rho .95": asking({
    queues: [queue("high"), queue("low")],
    agents: agents(20),
    callers: [
      callers("high", { perSecond: (0.3 * 19) / unit, meanService: unit, priority: 1 }),
      callers("low", { perSecond: (0.7 * 19) / unit, meanService: unit, priority: 0 }),
    ],
  }),
  "M_t/M/40+M sinusoidal load 37*(1+-0.25), period 20 AHT, patience 2 AHT": asking({
    queues: [queue("all")],
    agents: agents(40),
    callers: [
      callers("all", {
        perSecond: 37 / unit,
        meanService: unit,
        patience: exponential(2 * unit * 1000),
        arrivals: { by: "wave", perSecond: 37 / unit, swing: 0.25, periodMs: 20 * unit * 1000 },
      }),
    ],
  }),
};

function asking(scenario: Omit<Scenario, "rentals">): Scenario {
  return { ...scenario, rentals: [], asksForEstimates: true };
}

/** The skill-based centre, with so much load and as many trunks as it takes. */
function sixTypes(erlangs: number): Scenario {
  const { trunks: _, ...scenario } = skillBasedScenario(2);
  const perSecond = erlangs / unit / scenario.callers.length;
  return {
    ...scenario,
    callers: scenario.callers.map(({ name }) => callers(name, { perSecond, meanService: unit })),
  };
}

/** The error that the reference's best simple predictor makes. */
export function referenceError(name: string): number {
  const found = rows.find(({ scenario }) => scenario === name);
  if (found === undefined) throw new Error(`the reference has no scenario ${name}`);
  return found.weightedRRMSE[predictor];
}

/** Root of the mean squared error over the mean wait, of those who were served after a wait. */
export function relativeError(report: Report): number {
  const { estimateSquares, estimatedWaits } = report.callers();
  return Math.sqrt(measured(estimateSquares).value) / measured(estimatedWaits).value;
}
