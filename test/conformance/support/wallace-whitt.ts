import { z } from "zod";
import { AgentId } from "../../../src/ids.ts";
import { requiring } from "../../../src/routing/index.ts";
import {
  type Control,
  type Measured,
  measured,
  type Ratio,
  type Report,
  type Scenario,
} from "../../../src/simulation/index.ts";
import type { Comparison } from "./agreement.ts";
import { callers, queue, tenant } from "./centre.ts";
import { known } from "./known.ts";
import { reference } from "./reference.ts";

const Figures = z.object({
  pBlock: z.number(),
  pWait_entering: z.number(),
  meanWait_min: z.number(),
  "slWithin0.5min_entering": z.number(),
  occupancy: z.number(),
  fractionServedByPrimarySkill: z.number(),
  meanWaitDelayed_min: z.number(),
});

const { parameters, exactFullFlexibility, rows } = reference(
  "wallace-whitt-skill-based-routing",
  z.object({
    parameters: z.object({
      callTypes: z.number(),
      agents: z.number(),
      arrivalRatePerTypePerMin: z.number(),
      meanServiceMin: z.number(),
      primaryPerType: z.number(),
      trunks: z.number(),
      thresholdMin: z.number(),
    }),
    exactFullFlexibility: z.object({
      pBlock: z.number(),
      pWait_entering: z.number(),
      meanWait_min: z.number(),
      sl30s_entering_FCFS: z.number(),
      occupancy: z.number(),
    }),
    rows: z.array(
      z.object({ policy: z.string(), skillsPerAgent: z.number(), mean: Figures, stderr: Figures }),
    ),
  }),
);

/**
 * Oldest call first and longest idle agent first, whatever the level: the same for every skill an agent has. The row
 * of one skill is left out: it is far from what theory says exactly, with which the simulation is compared instead.
 */
export const flatRows = rows.filter(({ policy, skillsPerAgent }) => policy === "flat" && skillsPerAgent > 1);

export const { callTypes, primaryPerType, trunks, agents } = parameters;

const minuteMs = 60_000;

/** Six types of calls, each asking for one skill; agents with the first `skills` of theirs. One centre, 120 trunks. */
export function skillBasedScenario(skills: number): Scenario {
  const { arrivalRatePerTypePerMin, meanServiceMin, thresholdMin } = parameters;
  const types = range(callTypes).map((type) => `type-${type}`);
  return {
    queues: types.map((type) =>
      queue(type, { steps: [{ eligible: requiring({ [type]: 1 }), from: ["own"], widens: false }] }),
    ),
    agents: range(callTypes).flatMap((group) =>
      range(primaryPerType).map((nth) => ({
        id: agentOf(group, nth),
        tenant,
        skills: Object.fromEntries(range(skills).map((m) => [`type-${skillOf(group, nth, m)}`, 1])),
      })),
    ),
    rentals: [],
    callers: types.map((type) =>
      callers(type, {
        perSecond: arrivalRatePerTypePerMin / 60,
        meanService: meanServiceMin * 60,
        goodWithinMs: thresholdMin * minuteMs,
      }),
    ),
    trunks,
  };
}

/** The mth skill of an agent (0 is the primary one): secondary skills are spread evenly. */
function skillOf(group: number, nth: number, m: number): number {
  return m === 0 ? group : (group + 1 + ((nth + m - 1) % (callTypes - 1))) % callTypes;
}

function agentOf(group: number, nth: number): AgentId {
  return AgentId(`group-${group}-${String(nth).padStart(2, "0")}`);
}

/** The simulation against the reference's own. */
export function simulatedComparisons(row: (typeof rows)[number], report: Report): readonly Comparison[] {
  const figures = report.callers();
  const controls = given(report);
  const { mean, stderr } = row;
  const comparisons = [
    ["blocking", measured(figures.blocked, controls), "pBlock"],
    ["wait probability", measured(figures.waited, controls), "pWait_entering"],
    ["mean wait", inMinutes(measured(figures.waitMs, controls)), "meanWait_min"],
    [
      "mean wait of those who waited",
      inMinutes(measured(figures.waitOfWaitedMs, controls)),
      "meanWaitDelayed_min",
    ],
    ["service level", measured(figures.good, controls), "slWithin0.5min_entering"],
    ["occupancy", measured(report.occupancy(), controls), "occupancy"],
    [
      "part served by the primary skill",
      measured(primaryPart(report), controls),
      "fractionServedByPrimarySkill",
    ],
  ] as const;
  return comparisons.map(([what, measured, name]) => ({
    what,
    measured,
    exactly: mean[name],
    exactlyWithin: stderr[name],
  }));
}

/** With all skills everywhere it is one queue with 90 servers and 30 places, of which everything is known. */
export function fullyFlexibleComparisons(report: Report): readonly Comparison[] {
  const figures = report.callers();
  const controls = given(report);
  const exact = exactFullFlexibility;
  return [
    { what: "blocking", measured: measured(figures.blocked, controls), exactly: exact.pBlock },
    { what: "wait probability", measured: measured(figures.waited, controls), exactly: exact.pWait_entering },
    {
      what: "mean wait",
      measured: inMinutes(measured(figures.waitMs, controls)),
      exactly: exact.meanWait_min,
    },
    { what: "service level", measured: measured(figures.good, controls), exactly: exact.sl30s_entering_FCFS },
    { what: "occupancy", measured: measured(report.occupancy(), controls), exactly: exact.occupancy },
  ];
}

function given(report: Report): readonly Control[] {
  const { arrivalRatePerTypePerMin, meanServiceMin } = parameters;
  return known(report, (callTypes * arrivalRatePerTypePerMin) / 60, meanServiceMin * 60);
}

/**
 * With one skill each, the groups are six M/M/15 queues that share nothing but the trunks. Such a limit on the sum of
 * reversible processes only cuts off their joint distribution, which stays a product (Kelly 1979, section 1.6).
 */
export function oneSkillComparisons(report: Report): readonly Comparison[] {
  const figures = report.callers();
  const controls = given(report);
  const exact = oneSkillExactly();
  return [
    { what: "blocking", measured: measured(figures.blocked, controls), exactly: exact.blocked },
    { what: "wait probability", measured: measured(figures.waited, controls), exactly: exact.waited },
    {
      what: "mean wait",
      measured: inMinutes(measured(figures.waitMs, controls)),
      exactly: exact.waitMinutes,
    },
  ];
}

/** Probabilities in proportion, by the number of calls in the centre. */
function oneSkillExactly(): {
  readonly blocked: number;
  readonly waited: number;
  readonly waitMinutes: number;
} {
  const { arrivalRatePerTypePerMin, meanServiceMin } = parameters;
  const erlangs = arrivalRatePerTypePerMin * meanServiceMin;
  const group = [1];
  for (let calls = 1; calls <= trunks; calls += 1)
    group.push(((group[calls - 1] ?? 0) * erlangs) / Math.min(calls, primaryPerType));
  let others: readonly number[] = [1];
  for (let type = 1; type < callTypes; type += 1) others = convolved(others, group);
  const all = convolved(others, group);
  const total = all.reduce((sum, weight) => sum + weight, 0);
  const blocked = (all[trunks] ?? 0) / total;
  const busy = group.map((weight, calls) => (calls < primaryPerType ? 0 : weight));
  const waiting = group.map((weight, calls) => weight * Math.max(0, calls - primaryPerType));
  const delayed = convolved(others, busy).slice(0, trunks);
  const queued = convolved(others, waiting);
  const waited = delayed.reduce((sum, weight) => sum + weight, 0) / total / (1 - blocked);
  const meanQueue = queued.reduce((sum, weight) => sum + weight, 0) / total;
  return { blocked, waited, waitMinutes: meanQueue / (arrivalRatePerTypePerMin * (1 - blocked)) };
}

/** The distribution of a sum, as far as there are trunks. */
function convolved(one: readonly number[], other: readonly number[]): readonly number[] {
  return range(trunks + 1).map((calls) =>
    one.slice(0, calls + 1).reduce((sum, weight, part) => sum + weight * (other[calls - part] ?? 0), 0),
  );
}

function primaryPart(report: Report): Ratio {
  const groups = range(callTypes).map((group) => range(primaryPerType).map((nth) => agentOf(group, nth)));
  return {
    over: sum(
      groups.flatMap((agents, type) => agents.map((agent) => report.matches(`type-${type}`, agent).over)),
    ),
    under: report.callers().waitOfServedMs.under,
  };
}

function inMinutes({ value, standardError }: Measured): Measured {
  return { value: value / minuteMs, standardError: standardError / minuteMs };
}

function sum(series: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(), ...others] = series;
  return first.map((number, at) => others.reduce((all, other) => all + (other[at] ?? 0), number));
}

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, number) => number);
}
