import { z } from "zod";
import { QueueId } from "../../../src/ids.ts";
import { exponential, measured, type Report, type Scenario } from "../../../src/simulation/index.ts";
import type { Comparison } from "./agreement.ts";
import { agents, callers, queue } from "./centre.ts";
import { known } from "./known.ts";
import { reference } from "./reference.ts";

const ErlangC = z.object({
  n: z.number(),
  a: z.number(),
  ahtSec: z.number(),
  thresholdSec: z.number(),
  pWait: z.number(),
  asaSec: z.number(),
  serviceLevel: z.number(),
  occupancy: z.number(),
});

const ErlangA = z.object({
  n: z.number(),
  callsPerHour: z.number(),
  ahtSec: z.number(),
  meanPatienceSec: z.number(),
  thresholdSec: z.number(),
  pWait: z.number(),
  pAbandon: z.number(),
  meanWaitAllSec: z.number(),
  asaServedSec: z.number(),
  meanWaitAbandonedSec: z.number(),
  slServedWithinT_over_offered: z.number(),
  abandonWithinT: z.number(),
  occupancy: z.number(),
});

const FiniteQueue = z.object({
  n: z.number(),
  extraWaitingSpaces: z.number(),
  a: z.number(),
  ahtSec: z.number(),
  thresholdSec: z.number(),
  pBlock: z.number(),
  pWaitEntering: z.number(),
  meanWaitEnteringSec: z.number(),
  slEntering: z.number(),
  occupancy: z.number(),
});

export type ErlangC = z.infer<typeof ErlangC>;
export type ErlangA = z.infer<typeof ErlangA>;
export type FiniteQueue = z.infer<typeof FiniteQueue>;

export const { erlangC, erlangA, mmck } = reference(
  "erlang",
  z.object({ erlangC: z.array(ErlangC), erlangA: z.array(ErlangA), mmck: z.array(FiniteQueue) }),
);

/** One queue, n agents, Poisson calls and exponential conversations. */
export function erlangScenario({
  n,
  a,
  ahtSec,
  thresholdSec,
}: Pick<ErlangC, "n" | "a" | "ahtSec" | "thresholdSec">): Scenario {
  return {
    queues: [queue("all")],
    agents: agents(n),
    rentals: [],
    callers: [
      callers("all", { perSecond: a / ahtSec, meanService: ahtSec, goodWithinMs: thresholdSec * 1000 }),
    ],
  };
}

/** Callers lose patience after an exponential time. */
export function impatientScenario(row: ErlangA): Scenario {
  const { callsPerHour, ahtSec, meanPatienceSec } = row;
  const scenario = erlangScenario({ ...row, a: (callsPerHour * ahtSec) / 3600 });
  const patience = exponential(meanPatienceSec * 1000);
  return { ...scenario, callers: scenario.callers.map((rules) => ({ ...rules, patience })) };
}

/** A caller who finds the waiting room full hears the busy tone. */
export function finiteScenario(row: FiniteQueue): Scenario {
  const overflow = { "maximum-waiting": { to: "hang-up" } } as const;
  const full = queue("all", { id: QueueId("all"), maximumWaiting: row.extraWaitingSpaces, overflow });
  return { ...erlangScenario(row), queues: [full] };
}

export function erlangCComparisons(row: ErlangC, report: Report): readonly Comparison[] {
  const { waited, waitMs, good } = report.callers();
  const controls = known(report, row.a / row.ahtSec, row.ahtSec);
  return [
    { what: "wait probability", measured: measured(waited, controls), exactly: row.pWait },
    { what: "mean wait", measured: measured(waitMs, controls), exactly: row.asaSec * 1000 },
    { what: "service level", measured: measured(good, controls), exactly: row.serviceLevel },
    { what: "occupancy", measured: measured(report.occupancy(), controls), exactly: row.occupancy },
  ];
}

export function erlangAComparisons(row: ErlangA, report: Report): readonly Comparison[] {
  const figures = report.callers();
  const controls = known(report, row.callsPerHour / 3600, row.ahtSec);
  const comparisons = [
    ["wait probability", figures.waited, row.pWait],
    ["abandonment", figures.abandoned, row.pAbandon],
    ["mean wait", figures.waitMs, row.meanWaitAllSec * 1000],
    ["mean wait of the served", figures.waitOfServedMs, row.asaServedSec * 1000],
    ["mean wait of those who hung up", figures.waitOfAbandonedMs, row.meanWaitAbandonedSec * 1000],
    ["service level", figures.good, row.slServedWithinT_over_offered],
    ["early abandonment", figures.abandonedSoon, row.abandonWithinT],
    ["occupancy", report.occupancy(), row.occupancy],
  ] as const;
  return comparisons.map(([what, ratio, exactly]) => ({
    what,
    measured: measured(ratio, controls),
    exactly,
  }));
}

export function finiteComparisons(row: FiniteQueue, report: Report): readonly Comparison[] {
  const figures = report.callers();
  const controls = known(report, row.a / row.ahtSec, row.ahtSec);
  const comparisons = [
    ["blocking", figures.refused, row.pBlock],
    ["wait probability", figures.waited, row.pWaitEntering],
    ["mean wait", figures.waitMs, row.meanWaitEnteringSec * 1000],
    ["service level", figures.good, row.slEntering],
    ["occupancy", report.occupancy(), row.occupancy],
  ] as const;
  return comparisons.map(([what, ratio, exactly]) => ({
    what,
    measured: measured(ratio, controls),
    exactly,
  }));
}
