import { go, type Machine, timed } from "./machine.ts";

export type InviteClientState = "calling" | "proceeding" | "accepted" | "completed" | "terminated";
export type ClientEvent = "started" | "1xx" | "2xx" | "3xx-6xx" | "transport-failed";
/** `ack` acknowledges a failure response; a 2xx is acknowledged by the user agent core. */
export type ClientAction = "send" | "ack" | "deliver" | "report-timeout" | "report-transport-failure";

const finals = {
  "2xx": timed(go<InviteClientState, ClientAction>("accepted", "deliver"), {
    start: ["M"],
    stop: ["A", "B"],
  }),
  "3xx-6xx": timed(go<InviteClientState, ClientAction>("completed", "ack", "deliver"), {
    start: ["D"],
    stop: ["A", "B"],
  }),
};

/**
 * The INVITE client transaction, RFC 3261 17.1.1 as corrected by RFC 6026 7.2.
 *
 *            started: send
 *               │      ┌── timer A: send again
 *           ┌───▼──────▼┐ timer B, transport failure
 *           │  calling  ├───────────────────────────► terminated
 *           └─┬───┬───┬─┘
 *         1xx │   │   │ 3xx-6xx: ack, deliver
 *      ┌──────▼─┐ │2xx│   ┌───────────┐ 3xx-6xx: ack
 *      │proceed-├─┼───┴──►│ completed ├──── timer D ─► terminated
 *      │  ing   │ │       └───────────┘
 *      └──────┬─┘ │
 *         2xx │   │       ┌───────────┐ 2xx: deliver (repeats and forks)
 *             └───┴──────►│ accepted  ├──── timer M ─► terminated
 *                         └───────────┘
 */
export const inviteClient: Machine<InviteClientState, ClientEvent, ClientAction> = {
  calling: {
    started: timed(go("calling", "send"), { start: ["A", "B"] }),
    A: timed(go("calling", "send"), { start: ["A"] }),
    B: timed(go("terminated", "report-timeout"), { stop: ["A"] }),
    "transport-failed": timed(go("terminated", "report-transport-failure"), { stop: ["A", "B"] }),
    "1xx": timed(go("proceeding", "deliver"), { stop: ["A", "B"] }),
    ...finals,
  },
  proceeding: {
    "1xx": go("proceeding", "deliver"),
    ...finals,
  },
  accepted: {
    "2xx": go("accepted", "deliver"),
    M: go("terminated"),
  },
  completed: {
    "3xx-6xx": go("completed", "ack"),
    D: go("terminated"),
  },
  terminated: {},
};
