import type { Bench, BenchSetting } from "../bench.ts";
import { breathe } from "../breathe.ts";
import type { Figure } from "../figure.ts";
import { medianOf } from "./median.ts";
import { measureMemory } from "./memory.ts";
import { costOfPeer } from "./peers/cost.ts";
import { CrossScan } from "./peers/cross-scan.ts";
import { Floor, type MatcherMaker } from "./peers/floor.ts";
import { MemberScan } from "./peers/member-scan.ts";
import { costP99, leadInEvents, meanCost } from "./replay.ts";
import { large, small } from "./scale.ts";
import { type Stage, stageOf } from "./stage.ts";

const measuredEvents = 1_000_000;

const peers: readonly (readonly [name: string, make: MatcherMaker])[] = [
  ["member-scan", (ring) => new MemberScan(ring)],
  ["cross-scan", (ring, agents, queues) => new CrossScan(ring, agents, queues)],
];

/** What the router does in a second on one core, and what it keeps in memory. Explanations are always on. */
export const routing: Bench = {
  about: "how many routing decisions a second, at what cost, and against what others do (3 minutes)",
  run: async (setting): Promise<readonly Figure[]> => {
    const memory = measureMemory();
    const atLarge = await stageOf(large, leadInEvents + measuredEvents, setting);
    const cost = await tellMean(atLarge, setting);
    const p99 = await medianOf(() => costP99(atLarge, setting.stop));
    const ratios = await againstPeers(atLarge, cost, setting);
    const atSmall = await stageOf(small, leadInEvents + measuredEvents, setting);
    const costAtSmall = await tellMean(atSmall, setting);
    return [
      { name: "routing-events-per-second", value: Math.round(1_000_000 / cost), unit: "1/s" },
      { name: "routing-event-p99", value: p99, unit: "µs" },
      { name: "routing-growth-1k-10k", value: cost / costAtSmall, unit: "x" },
      ...ratios,
      ...memory,
    ];
  },
};

async function tellMean(stage: Stage, { tell, stop }: BenchSetting): Promise<number> {
  const cost = await medianOf(() => meanCost(stage, stop));
  tell(`${stage.cell.agents.length} agents: ${cost.toFixed(2)} µs an event`);
  return cost;
}

/** How many times as much an event costs the peers. */
async function againstPeers(
  { cell, from, world }: Stage,
  cost: number,
  { tell, stop }: BenchSetting,
): Promise<readonly Figure[]> {
  const ratios: Figure[] = [];
  for (const [name, make] of peers) {
    await breathe(stop);
    const { mean, events } = costOfPeer(world, () => new Floor(cell, from, make));
    tell(`${name}: ${mean.toFixed(2)} µs an event, ${events} events`);
    ratios.push({ name: `routing-vs-${name}`, value: mean / cost, unit: "x" });
  }
  return ratios;
}
