import type { AgentId } from "../ids.ts";
import type { WalkCommand } from "../ivr/index.ts";
import type { LiveCall } from "./live-call.ts";
import type { Stepper } from "./stepper.ts";
import type { Tenant } from "./tenant.ts";

type QueueCommand = Extract<WalkCommand, { do: "queue" }>;

/** Does what a flow wants done with its call. */
export function followFlow(on: Stepper, live: LiveCall, command: WalkCommand): void {
  const { id } = live.call;
  switch (command.do) {
    case "play":
      return on.call(id, { type: "flow-spoke", utterances: command.utterances });
    case "stop-playing":
      return on.call(id, { type: "flow-fell-silent" });
    case "queue":
      return queue(on, live, command);
    case "hang-up":
      return on.call(id, { type: "flow-completed" });
  }
}

function queue(on: Stepper, { tenant: tenantId, call: { id, caller } }: LiveCall, wish: QueueCommand): void {
  const tenant = on.draft.tenants.get(tenantId);
  const queue = tenant?.settings.queuesByKey.get(wish.queue)?.id;
  // It was removed since this version of the flow was published: the flow goes on as where nobody can serve the call.
  if (tenant === undefined || queue === undefined)
    return on.walk(id, { type: "queue-gave-up", why: "no-agents" });
  on.call(id, { type: "queued", queue });
  on.tell(tenantId, { type: "call-queued", call: id, queue });
  const { priority, needsAgents, maximumWaitSeconds } = wish;
  const { queuedAt: waitingSince = on.at, offers: offersBefore = 0 } = on.draft.live(id)?.call.passage ?? {};
  const preferred = preferredAgent(tenant, caller, wish);
  return on.route({
    type: "call-queued",
    call: id,
    queue,
    priority,
    needsAgents,
    ...(maximumWaitSeconds !== undefined && { maximumWaitSeconds }),
    ...(preferred !== undefined && { preferred }),
    waitingSince,
    offersBefore,
  });
}

/** The agent the call is kept for at first. Nobody, where there is none of that key or none has talked to the caller. */
function preferredAgent(
  { settings, lastAgents }: Tenant,
  caller: string,
  { preferred }: QueueCommand,
): { readonly agent: AgentId; readonly patienceSeconds: number } | undefined {
  if (preferred === undefined) return undefined;
  const agent =
    preferred.agent === "last" ? lastAgents.of(caller) : settings.agentsByKey.get(preferred.agent)?.id;
  return agent === undefined ? undefined : { agent, patienceSeconds: preferred.patienceSeconds };
}
