import type { CallCommand } from "../calls/index.ts";
import type { LiveCall } from "./live-call.ts";
import type { Stepper } from "./stepper.ts";

/** What a call wants done is done by the world; but its end concerns routing too. */
export function followCall(on: Stepper, live: LiveCall, command: CallCommand): void {
  if (command.do === "record") close(on, live, command);
  else on.draft.of(live.tenant).effects.push(command);
}

/** The call is over: routing lets go of it, its row of history is due, and it is no longer live. */
function close(on: Stepper, live: LiveCall, { record }: Extract<CallCommand, { do: "record" }>): void {
  const { call, endedBy: by, outcome } = record;
  on.draft.of(live.tenant).records.push(record);
  on.tell(live.tenant, { type: "call-ended", call, by, outcome });
  on.draft.drop(live);
  on.route({ type: "call-left", call });
  on.route({ type: "conversation-ended", call });
}
