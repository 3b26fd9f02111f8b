import type { ClientAction, ClientEvent } from "./invite-client.ts";
import { go, type Machine, timed } from "./machine.ts";

export type NonInviteClientState = "trying" | "proceeding" | "completed" | "terminated";

const final = timed(go<NonInviteClientState, ClientAction>("completed", "deliver"), {
  start: ["K"],
  stop: ["E", "E2", "F"],
});
const timeout = timed(go<NonInviteClientState, ClientAction>("terminated", "report-timeout"), {
  stop: ["E", "E2"],
});
const failure = timed(go<NonInviteClientState, ClientAction>("terminated", "report-transport-failure"), {
  stop: ["E", "E2", "F"],
});

/**
 * The non-INVITE client transaction, RFC 3261 17.1.2.
 *
 *            started: send
 *               │      ┌── timer E: send again
 *           ┌───▼──────▼┐ timer F, transport failure
 *           │  trying   ├──────────────────────────► terminated
 *           └─┬───────┬─┘
 *         1xx │       │ 200-699: deliver
 *    ┌────────▼─┐     │          ┌───────────┐
 *    │proceeding├─────┴─────────►│ completed ├─ timer K ─► terminated
 *    └──────────┘ 200-699        └───────────┘
 *     timer E: send again, from then on every T2; timer F, transport failure: terminated
 */
export const nonInviteClient: Machine<NonInviteClientState, ClientEvent, ClientAction> = {
  trying: {
    started: timed(go("trying", "send"), { start: ["E", "F"] }),
    E: timed(go("trying", "send"), { start: ["E"] }),
    F: timeout,
    "transport-failed": failure,
    "1xx": go("proceeding", "deliver"),
    "2xx": final,
    "3xx-6xx": final,
  },
  proceeding: {
    E: timed(go("proceeding", "send"), { start: ["E2"] }),
    E2: timed(go("proceeding", "send"), { start: ["E2"] }),
    F: timeout,
    "transport-failed": failure,
    "1xx": go("proceeding", "deliver"),
    "2xx": final,
    "3xx-6xx": final,
  },
  completed: { K: go("terminated") },
  terminated: {},
};
