import { go, type Machine, timed } from "./machine.ts";

export type InviteServerState = "proceeding" | "accepted" | "completed" | "confirmed" | "terminated";
export type ServerEvent = "request-repeated" | "acked" | "1xx" | "2xx" | "3xx-6xx" | "transport-failed";
/** `send` sends the response just given, `send-again` the last one. */
export type ServerAction = "send" | "send-again" | "deliver-ack" | "report-missing-ack";

/**
 * The INVITE server transaction, RFC 3261 17.2.1 as corrected by RFC 6026 7.1. It begins with a 100.
 *
 *           ┌────────────┐ request repeated: send again; 1xx: send
 *           │ proceeding │
 *           └─┬────────┬─┘
 *         2xx │        │ 3xx-6xx: send
 *    ┌────────▼─┐    ┌─▼─────────┐ timer G, request repeated: send again
 *    │ accepted │    │ completed ├──── timer H ─► terminated
 *    └────┬─────┘    └─┬─────────┘
 *    timer L           │ acked
 *         ▼          ┌─▼─────────┐
 *     terminated     │ confirmed ├──── timer I ─► terminated
 *                    └───────────┘
 *
 * In `accepted` repeats of the INVITE are absorbed: the core repeats the 2xx until its ACK comes.
 */
export const inviteServer: Machine<InviteServerState, ServerEvent, ServerAction> = {
  proceeding: {
    "request-repeated": go("proceeding", "send-again"),
    "1xx": go("proceeding", "send"),
    "2xx": timed(go("accepted", "send"), { start: ["L"] }),
    "3xx-6xx": timed(go("completed", "send"), { start: ["G", "H"] }),
  },
  accepted: {
    "2xx": go("accepted", "send"),
    acked: go("accepted", "deliver-ack"),
    L: go("terminated"),
  },
  completed: {
    "request-repeated": go("completed", "send-again"),
    G: timed(go("completed", "send-again"), { start: ["G"] }),
    H: timed(go("terminated", "report-missing-ack"), { stop: ["G"] }),
    acked: timed(go("confirmed"), { start: ["I"], stop: ["G", "H"] }),
    "transport-failed": timed(go("terminated"), { stop: ["G", "H"] }),
  },
  confirmed: { I: go("terminated") },
  terminated: {},
};
