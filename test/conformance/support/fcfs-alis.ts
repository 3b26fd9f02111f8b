import { z } from "zod";
import { AgentId, QueueId } from "../../../src/ids.ts";
import { requiring } from "../../../src/routing/index.ts";
import { exponential, measured, type Report, type Scenario } from "../../../src/simulation/index.ts";
import type { Comparison } from "./agreement.ts";
import { callers, queue, tenant } from "./centre.ts";
import { reference } from "./reference.ts";

const Instance = z.object({
  id: z.string(),
  arrivalRates: z.array(z.number()),
  servers: z.array(z.object({ serviceRate: z.number(), skills: z.array(z.number()) })),
  slThreshold: z.number(),
  expected: z.object({
    matchRates: z.record(z.string(), z.number()),
    utilisation: z.array(z.number()),
    pWait: z.array(z.number()),
    meanWait: z.array(z.number()),
    serviceLevel: z.array(z.number()),
  }),
});

export type Instance = z.infer<typeof Instance>;

export const { instances, negativeControls } = reference(
  "fcfs-alis",
  z.object({
    instances: z.array(Instance).length(5),
    negativeControls: z.object({
      rows: z.array(z.object({ instance: z.string(), policy: z.string(), maxZ: z.number() })),
    }),
  }),
);

/** One time unit of the instances, in milliseconds. */
const unitMs = 1000;

/** Each type of call is a queue that asks for one skill; each server an agent with a speed of its own. */
export function scenarioOf({ arrivalRates, servers, slThreshold }: Instance): Scenario {
  const serviceBy = new Map(
    servers.map(({ serviceRate }, s) => [server(s), exponential(unitMs / serviceRate)]),
  );
  return {
    queues: arrivalRates.map((_, type) =>
      queue(`type-${type}`, {
        steps: [{ eligible: requiring({ [`type-${type}`]: 1 }), from: ["own"], widens: false }],
      }),
    ),
    agents: servers.map(({ skills }, s) => ({
      id: server(s),
      tenant,
      skills: Object.fromEntries(skills.map((type) => [`type-${type}`, 1])),
    })),
    rentals: [],
    callers: arrivalRates.map((rate, type) =>
      callers(`type-${type}`, {
        perSecond: rate,
        meanService: 1,
        serviceBy,
        goodWithinMs: slThreshold * unitMs,
        queue: QueueId(`type-${type}`),
      }),
    ),
  };
}

export function server(number: number): AgentId {
  return AgentId(`server-${number}`);
}

/** Every figure of the instance against the simulation. */
export function comparisons({ arrivalRates, expected }: Instance, report: Report): readonly Comparison[] {
  // How often calls come is known exactly.
  const controls = arrivalRates.map((rate, type) => ({
    ratio: report.callers(`type-${type}`).arrivalsPerMs,
    exactly: rate / unitMs,
  }));
  const ofTypes = expected.pWait.flatMap((pWait, type) => {
    const figures = report.callers(`type-${type}`);
    return [
      {
        what: `wait probability of type ${type}`,
        measured: measured(figures.waited, controls),
        exactly: pWait,
      },
      {
        what: `mean wait of type ${type}`,
        measured: measured(figures.waitMs, controls),
        exactly: (expected.meanWait[type] ?? Number.NaN) * unitMs,
      },
      {
        what: `service level of type ${type}`,
        measured: measured(figures.good, controls),
        exactly: expected.serviceLevel[type] ?? Number.NaN,
      },
    ];
  });
  const ofServers = expected.utilisation.map((exactly, s) => ({
    what: `utilisation of server ${s}`,
    measured: measured(report.timeOf(server(s), "talking"), controls),
    exactly,
  }));
  const ofMatches = Object.entries(expected.matchRates).map(([pair, exactly]) => {
    const [type, s] = pair.split(",");
    const matches = measured(report.matches(`type-${type}`, server(Number(s))), controls);
    return {
      what: `rate of type ${type} served by server ${s}`,
      measured: { value: matches.value * unitMs, standardError: matches.standardError * unitMs },
      exactly,
    };
  });
  return [...ofTypes, ...ofServers, ...ofMatches];
}
