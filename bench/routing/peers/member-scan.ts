import { Line } from "./line.ts";
import type { Matcher, Ring } from "./matcher.ts";
import type { FloorAgent, FloorCall, FloorQueue } from "./people.ts";

/**
 * As Asterisk's `app_queue` goes about it (https://github.com/asterisk/asterisk/blob/master/apps/app_queue.c): every
 * waiting call looks for itself, by a pass over all members of its queue, and takes the best of those that are free.
 * There each caller's thread looks once a second; here the callers of a queue look at once when one of its members
 * becomes free, others not at all: about as many looks in all in the cell measured, and nobody looks late. Who is a
 * member at which step is worked out beforehand.
 */
export class MemberScan implements Matcher {
  private readonly ring: Ring;
  private readonly lines = new Map<FloorQueue, Line>();

  constructor(ring: Ring) {
    this.ring = ring;
  }

  add(call: FloorCall): void {
    this.lineOf(call.queue).add(call);
  }

  remove(call: FloorCall): void {
    this.lineOf(call.queue).remove(call);
  }

  onCall(call: FloorCall): void {
    const agent = longestIdle(call.queue.members[call.step] ?? []);
    if (agent !== undefined) this.ring(call, agent);
  }

  onAgent(agent: FloorAgent): void {
    for (const queue of agent.queues) {
      for (const call of this.lineOf(queue).calls) if (!call.ringing) this.onCall(call);
    }
  }

  private lineOf(queue: FloorQueue): Line {
    const known = this.lines.get(queue);
    if (known !== undefined) return known;
    const line = new Line();
    this.lines.set(queue, line);
    return line;
  }
}

function longestIdle(members: readonly FloorAgent[]): FloorAgent | undefined {
  let best: FloorAgent | undefined;
  for (const agent of members) {
    if (agent.at === "free" && (best === undefined || agent.idleSince < best.idleSince)) best = agent;
  }
  return best;
}
