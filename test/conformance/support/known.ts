import type { Control, Gauge, Report } from "../../../src/simulation/index.ts";

/** What a simulation was given is known exactly: how often calls come, and how long conversations are. */
export function given(report: Report, perSecond: number, meanServiceSec: number): readonly Control[] {
  const { arrivalsPerMs, serviceMs } = report.callers();
  return [
    { ratio: arrivalsPerMs, exactly: perSecond / 1000 },
    { ratio: serviceMs, exactly: meanServiceSec * 1000 },
  ];
}

/**
 * What is known of it besides, whatever the router did: that its gauges do nothing beyond what is due. Where a queue is
 * a few rare and long spells, a thirtieth of the calls or fewer will do with these as controls.
 */
export function known(report: Report, perSecond: number, meanServiceSec: number): readonly Control[] {
  const surprises = report.surprises().flatMap(({ beyondDue, changed }) => [
    { ratio: beyondDue, exactly: 0 },
    { ratio: changed, exactly: 0 },
  ]);
  return [...given(report, perSecond, meanServiceSec), ...surprises];
}

/**
 * Gauges of a queue: each goes along with how much longer calls will wait for one caller more. They are rough on
 * purpose. The one that is exact (the relative value of dynamic programming, which solves Poisson's equation) would
 * take all chance out of the figures of a birth and death process, and leave nothing by which to judge their error.
 */
export function queueGauges(agents: number, of: Gauge["of"] = "centre"): readonly Gauge[] {
  const waiting = (callers: number): number => Math.max(0, callers - agents);
  return [
    { of, reading: waiting },
    { of, reading: (callers) => (waiting(callers) * (waiting(callers) + 1)) / 2 },
    { of, reading: (callers) => Math.min(callers, agents) ** 2 / agents },
  ];
}

/** Gauges of a trunk group that is sometimes full: calls that find it so, and how near it is to that. */
export function trunkGauges(trunks: number): readonly Gauge[] {
  return [
    { of: "centre", reading: (callers) => Math.max(0, callers - trunks) },
    { of: "centre", reading: (callers) => (callers / trunks) ** 8 },
  ];
}
