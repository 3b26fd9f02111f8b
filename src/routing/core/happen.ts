import type { RoutingEvent } from "../event.ts";
import { agentAsked } from "./agent-wishes.ts";
import type { Cell } from "./cell.ts";
import { callClaimed } from "./claims.ts";
import { configured } from "./configuration.ts";
import { conversationEnded } from "./conversations.ts";
import { deviceGone, deviceRegistered } from "./devices.ts";
import { offerEnded } from "./offers.ts";
import { callLeft, callQueued } from "./queueing.ts";
import { settle } from "./settle.ts";
import { timePassed } from "./time.ts";

/** One event and all that follows from it. */
export function happen(cell: Cell, event: RoutingEvent): void {
  if (cell.hoursChangeAt <= cell.at) lookAtClocks(cell);
  take(cell, event);
  settle(cell);
}

/** Whatever the event is: hours that began or ended before it count. */
function lookAtClocks(cell: Cell): void {
  for (const rental of cell.rentals.values()) {
    if (rental.changesAt === undefined || rental.changesAt > cell.at) continue;
    rental.lookAtClock(cell.at);
    if (!rental.isShut) cell.offerAgain(rental.pools);
  }
  cell.watchClocks();
}

function take(cell: Cell, event: RoutingEvent): void {
  switch (event.type) {
    case "configured":
      return configured(cell, event);
    case "agent-asked":
      return agentAsked(cell, event);
    case "device-registered":
      return deviceRegistered(cell, event.agent);
    case "device-gone":
      return deviceGone(cell, event.agent);
    case "call-queued":
      return callQueued(cell, event);
    case "call-left":
      return callLeft(cell, event);
    case "offer-ended":
      return offerEnded(cell, event);
    case "call-claimed":
      return callClaimed(cell, event);
    case "conversation-ended":
      return conversationEnded(cell, event.call);
    case "time-passed":
      return timePassed(cell);
  }
}
