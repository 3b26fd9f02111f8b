import type { AgentId } from "../ids.ts";
import type { Scenario, Shift } from "./scenario.ts";

/** Who is on shift. Agents are numbered by their place in the scenario. */
export class Roster {
  readonly #agents: readonly AgentId[];
  readonly #shifts: ReadonlyMap<AgentId, readonly Shift[]>;
  readonly #numbers: ReadonlyMap<AgentId, number>;
  readonly #isOnShift: boolean[];

  constructor({ agents, shifts = new Map() }: Scenario) {
    this.#agents = agents.map(({ id }) => id);
    this.#shifts = shifts;
    this.#numbers = new Map(this.#agents.map((id, number) => [id, number]));
    this.#isOnShift = agents.map(() => false);
  }

  /** Throws for an agent who is not in the scenario. */
  numberOf(agent: AgentId): number {
    const number = this.#numbers.get(agent);
    if (number === undefined) throw new Error(`agent ${agent} is not in the scenario`);
    return number;
  }

  agent(number: number): AgentId {
    const agent = this.#agents[number];
    if (agent === undefined) throw new Error(`there is no agent ${number} in the scenario`);
    return agent;
  }

  isOnShift(number: number): boolean {
    return this.#isOnShift[number] === true;
  }

  begin(number: number): void {
    this.#isOnShift[number] = true;
  }

  end(number: number): void {
    this.#isOnShift[number] = false;
  }

  /** Everybody's shifts; all the time, for those of whom nothing is said. */
  *shifts(): Iterable<Shift & { readonly number: number }> {
    for (const [number, agent] of this.#agents.entries()) {
      for (const shift of this.#shifts.get(agent) ?? [always]) yield { number, ...shift };
    }
  }
}

const always: Shift = { fromMs: 0, toMs: Number.POSITIVE_INFINITY };
