import type { Agent } from "./agent.ts";
import type { Draft } from "./draft.ts";
import { exclusion } from "./eligibility.ts";
import type { Queue, WaitingCall } from "./queue.ts";
import type { Exclusion, Explanation } from "./reservation.ts";

/** Why the first of the ranking is offered this call: to be asked before anything is changed by the offer. */
export function explain(
  draft: Draft,
  call: WaitingCall,
  queue: Queue,
  ranking: readonly Agent[],
): Explanation {
  const passedOver = new Set(call.passedOver);
  return {
    configVersion: draft.configVersion,
    strategy: "longest-idle",
    ranking: ranking.map(({ profile, idleSince }) => ({
      agent: profile.id,
      passedOver: passedOver.has(profile.id),
      idleMs: draft.at - idleSince,
    })),
    excluded: draft.agents.now
      .values()
      .flatMap((agent) => excluded(agent, exclusion(agent, queue.requires)))
      .toArray(),
  };
}

function excluded({ profile }: Agent, why: Exclusion | undefined): Explanation["excluded"] {
  return why === undefined ? [] : [{ agent: profile.id, why }];
}
