import type { AgentId } from "../ids.ts";

/** A caller, and the agent who talked with it. */
export interface Acquaintance {
  readonly caller: string;
  readonly agent: AgentId;
}

/** How many callers a tenant remembers the last agent of. */
export const rememberedCallers = 50_000;

/** What stands in the place of a withheld number: not one caller but many. */
const nobody = new Set(["", "anonymous", "unavailable", "unknown", "restricted", "private"]);

/** Who last talked with which caller of one tenant. Bounded: who was talked with longest ago is forgotten. */
export class LastAgents {
  private readonly agents = new Map<string, AgentId>();
  private readonly most: number;

  /** `known`: newest first. */
  constructor(known: readonly Acquaintance[] = [], most: number = rememberedCallers) {
    this.most = most;
    for (const acquaintance of known.slice(0, most).toReversed()) this.talked(acquaintance);
  }

  talked({ caller, agent }: Acquaintance): void {
    if (nobody.has(caller.toLowerCase())) return;
    this.agents.delete(caller);
    this.agents.set(caller, agent);
    if (this.agents.size <= this.most) return;
    const [oldest] = this.agents.keys();
    if (oldest !== undefined) this.agents.delete(oldest);
  }

  /** Undefined: nobody has, or it was too long ago to be remembered. */
  of(caller: string): AgentId | undefined {
    return this.agents.get(caller);
  }
}
