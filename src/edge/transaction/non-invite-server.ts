import type { ServerAction, ServerEvent } from "./invite-server.ts";
import { go, type Machine, timed } from "./machine.ts";

export type NonInviteServerState = "trying" | "proceeding" | "completed" | "terminated";

const final = timed(go<NonInviteServerState, ServerAction>("completed", "send"), { start: ["J"] });

/**
 * The non-INVITE server transaction, RFC 3261 17.2.2.
 *
 *    ┌────────┐ 1xx: send  ┌────────────┐ request repeated: send again; 1xx: send
 *    │ trying ├───────────►│ proceeding │
 *    └───┬────┘            └─────┬──────┘
 *        │ 200-699: send         │ 200-699: send
 *        │     ┌───────────┐     │
 *        └────►│ completed │◄────┘ request repeated: send again
 *              └─────┬─────┘
 *                 timer J ─► terminated
 */
export const nonInviteServer: Machine<NonInviteServerState, ServerEvent, ServerAction> = {
  trying: {
    "1xx": go("proceeding", "send"),
    "2xx": final,
    "3xx-6xx": final,
  },
  proceeding: {
    "request-repeated": go("proceeding", "send-again"),
    "1xx": go("proceeding", "send"),
    "2xx": final,
    "3xx-6xx": final,
  },
  completed: {
    "request-repeated": go("completed", "send-again"),
    "transport-failed": timed(go("terminated"), { stop: ["J"] }),
    J: go("terminated"),
  },
  terminated: {},
};
