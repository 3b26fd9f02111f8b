import type { AgentId } from "../../../src/ids.ts";
import {
  type AgentStrategy,
  type Queue,
  Router,
  type RoutingEvent,
  type RoutingStep,
} from "../../../src/routing/index.ts";
import type { Routing, Scenario } from "../../../src/simulation/index.ts";
import { type Instance, scenarioOf, server } from "./fcfs-alis.ts";

/** A scenario and a router, one of which is not what the instance asks for. */
export interface Wrong {
  readonly scenario: Scenario;
  readonly routing: Routing;
}

/** The mistakes of the reference, by its names for them. */
export const wrongPolicies: Readonly<Record<string, (instance: Instance) => Wrong>> = {
  "random idle": (instance) => withStrategy(instance, { by: "weighted-random" }),
  "lowest index idle": (instance) =>
    withStrategy(instance, { by: "ordered-list", agents: bySpeed(instance, 0) }),
  "fastest idle first": (instance) =>
    withStrategy(instance, { by: "ordered-list", agents: bySpeed(instance, -1) }),
  "slowest idle first": (instance) =>
    withStrategy(instance, { by: "ordered-list", agents: bySpeed(instance, 1) }),
  "static priority lowest type first": (instance) => {
    const scenario = scenarioOf(instance);
    const callers = scenario.callers.map((rules, type) => ({ ...rules, priority: 9 - type }));
    return { scenario: { ...scenario, callers }, routing: new Router() };
  },
  "shortest idle (MRU)": (instance) => {
    const scenario = scenarioOf(instance);
    return { scenario, routing: new LastInFirstOutDesk(scenario.queues) };
  },
  "LIFO queue": (instance) => ({ scenario: scenarioOf(instance), routing: new Backwards() }),
};

function withStrategy(instance: Instance, strategy: AgentStrategy): Wrong {
  const scenario = scenarioOf(instance);
  const queues = scenario.queues.map((queue) => ({ ...queue, strategy }));
  return { scenario: { ...scenario, queues }, routing: new Router() };
}

/** Slowest first for 1, fastest first for -1, in the instance's order for 0. */
function bySpeed({ servers }: Instance, sign: number): readonly AgentId[] {
  return servers
    .map(({ serviceRate }, number) => ({ serviceRate, number }))
    .sort((one, other) => sign * (one.serviceRate - other.serviceRate))
    .map(({ number }) => server(number));
}

/** The newest caller seems to have waited longest. */
class Backwards implements Routing {
  readonly #router = new Router();

  step(event: RoutingEvent): RoutingStep {
    return this.#router.step(event.type === "call-queued" ? { ...event, waitingSince: -event.at } : event);
  }

  nextDeadline(): number | undefined {
    return this.#router.nextDeadline();
  }

  estimate(): undefined {
    return undefined;
  }
}

/** Reconfigures the router before every call, so that whoever became idle last stands first in the list. */
class LastInFirstOutDesk implements Routing {
  readonly #router = new Router();
  readonly #queues: readonly Queue[];
  #version = 1;

  constructor(queues: readonly Queue[]) {
    this.#queues = queues;
  }

  step(event: RoutingEvent): RoutingStep {
    if (event.type === "call-queued") this.#reconfigure(event.at);
    return this.#router.step(event);
  }

  nextDeadline(): number | undefined {
    return this.#router.nextDeadline();
  }

  estimate(): undefined {
    return undefined;
  }

  #reconfigure(at: number): void {
    const agents = [...this.#router.agents()];
    const latestFirst = agents
      .toSorted((one, other) => other.idleSince - one.idleSince)
      .map(({ profile }) => profile.id);
    const strategy = { by: "ordered-list", agents: latestFirst } as const;
    this.#version += 1;
    this.#router.step({
      type: "configured",
      at,
      version: this.#version,
      queues: this.#queues.map((queue) => ({ ...queue, strategy })),
      agents: agents.map(({ profile }) => profile),
      rentals: [],
    });
  }
}
