import { agentAsked } from "./agent-wishes.ts";
import type { RoutingCommand } from "./command.ts";
import { configured } from "./configuration.ts";
import { conversationEnded } from "./conversations.ts";
import { deviceGone, deviceRegistered } from "./devices.ts";
import { Draft } from "./draft.ts";
import type { RoutingEvent } from "./event.ts";
import { matchCalls } from "./matching.ts";
import { offerEnded } from "./offers.ts";
import { callLeft, callQueued } from "./queueing.ts";
import type { RoutingState } from "./state.ts";
import { timePassed } from "./time.ts";
import { giveUpHopeless } from "./waiting.ts";

export { nextDeadline } from "./time.ts";

/**
 * Moves one cell by one event: the same state and event always give the same decisions. Events that are late, repeated
 * or about somebody unknown change nothing, and then the state returned is the one given. Never throws.
 *
 * Afterwards the cell is settled: no free agent could serve any call that waits without an offer, and nobody waits
 * for a queue that is gone or, where it needs agents, for skills that nobody signed in has.
 */
export function step(
  state: RoutingState,
  event: RoutingEvent,
): readonly [next: RoutingState, commands: readonly RoutingCommand[]] {
  const draft = new Draft(state, event.at);
  happen(draft, event);
  giveUpHopeless(draft);
  matchCalls(draft);
  return draft.finish();
}

function happen(draft: Draft, event: RoutingEvent): void {
  switch (event.type) {
    case "configured":
      return configured(draft, event);
    case "agent-asked":
      return agentAsked(draft, event);
    case "device-registered":
      return deviceRegistered(draft, event.agent);
    case "device-gone":
      return deviceGone(draft, event.agent);
    case "call-queued":
      return callQueued(draft, event);
    case "call-left":
      return callLeft(draft, event.call);
    case "offer-ended":
      return offerEnded(draft, event);
    case "conversation-ended":
      return conversationEnded(draft, event.call);
    case "time-passed":
      return timePassed(draft);
  }
}
