import { Line } from "./line.ts";
import type { Matcher, Ring } from "./matcher.ts";
import type { FloorAgent, FloorCall, FloorQueue } from "./people.ts";

/**
 * As FreeSWITCH's `mod_callcenter` goes about it
 * (https://github.com/signalwire/freeswitch/blob/master/src/mod/applications/mod_callcenter/mod_callcenter.c): one pass
 * over all waiting calls of all queues, highest score first, and for each of them over the agents that are free, of
 * whom those of its queue's tiers are taken in the strategy's order. There a thread makes a pass every 100 ms, with a
 * database query for each call; here a pass is made at once whenever something could match, in memory, with the calls
 * kept in order, the free agents gathered once a pass, and whose queue is whose looked up in sets. It ends early when
 * nobody is free any more.
 */
export class CrossScan implements Matcher {
  private readonly ring: Ring;
  private readonly agents: readonly FloorAgent[];
  private readonly members = new Map<FloorQueue, readonly ReadonlySet<FloorAgent>[]>();
  private readonly line = new Line();

  constructor(ring: Ring, agents: readonly FloorAgent[], queues: Iterable<FloorQueue>) {
    this.ring = ring;
    this.agents = agents;
    for (const queue of queues) {
      this.members.set(
        queue,
        queue.members.map((members) => new Set(members)),
      );
    }
  }

  add(call: FloorCall): void {
    this.line.add(call);
  }

  remove(call: FloorCall): void {
    this.line.remove(call);
  }

  onCall(): void {
    this.pass();
  }

  onAgent(): void {
    this.pass();
  }

  private pass(): void {
    const free = this.agents.filter(({ at }) => at === "free");
    for (const call of this.line.calls) {
      if (free.length === 0) return;
      if (call.ringing) continue;
      const place = this.bestOf(free, call);
      const agent = free[place];
      if (agent === undefined) continue;
      free.splice(place, 1);
      this.ring(call, agent);
    }
  }

  /** Where the longest idle stands whom the call may be offered to; -1 if nobody does. */
  private bestOf(free: readonly FloorAgent[], { queue, step }: FloorCall): number {
    const members = this.members.get(queue)?.[step];
    let best = -1;
    let since = Number.POSITIVE_INFINITY;
    if (members === undefined) return best;
    for (let place = 0; place < free.length; place += 1) {
      const agent = free[place];
      if (agent !== undefined && agent.idleSince < since && members.has(agent)) {
        best = place;
        since = agent.idleSince;
      }
    }
    return best;
  }
}
