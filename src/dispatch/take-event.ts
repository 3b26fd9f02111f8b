import { latestPlayback } from "../calls/index.ts";
import type { CellEvent, CellEventOf } from "./cell-event.ts";
import type { Stepper } from "./stepper.ts";
import { admit, arrive, callerGone, stop } from "./take-call.ts";
import { claim } from "./take-claim.ts";
import { configure } from "./take-configuration.ts";

/** Tells one event of the cell to those it concerns. */
export function takeEvent(on: Stepper, event: CellEvent): void {
  switch (event.type) {
    case "configured":
      return configure(on, event);
    case "call-admitted":
      return admit(on, event);
    case "caller-arrived":
      return arrive(on, event);
    case "caller-gone":
      return callerGone(on, event);
    case "agent-leg-ended":
      return on.call(event.call, { type: "agent-left", leg: event.leg });
    case "bridge-failed":
      return on.call(event.call, { type: "failed", why: "failure" });
    case "prompts-finished":
      return promptsFinished(on, event);
    case "digit-pressed":
      return on.walk(event.call, { type: "digit-pressed", digit: event.digit });
    case "offer-finished":
      return offerFinished(on, event);
    case "call-claimed":
      return claim(on, event);
    case "agent-asked":
      return agentAsked(on, event);
    case "device-changed":
      return deviceChanged(on, event);
    case "stopped":
      return stop(on);
    case "time-passed":
      return passTime(on);
  }
}

function promptsFinished(on: Stepper, { call, playback }: CellEventOf<"prompts-finished">): void {
  const live = on.draft.live(call);
  if (live === undefined || latestPlayback(live.call) !== playback) return;
  on.walk(call, { type: "prompts-finished" });
}

function offerFinished(on: Stepper, { tenant, reservation, result }: CellEventOf<"offer-finished">): void {
  if (result.outcome === "answered") on.answer = { tenant, reservation, leg: result.leg };
  on.route({ type: "offer-ended", reservation, outcome: result.outcome });
}

/** Another tenant's agent is asked nothing, though this one may rent it. */
function agentAsked(on: Stepper, { tenant, agent, change }: CellEventOf<"agent-asked">): void {
  if (on.draft.router.agent(agent)?.profile.tenant === tenant)
    on.route({ type: "agent-asked", agent, ...change });
}

function deviceChanged(
  on: Stepper,
  { tenant, agent, registered: hasDevice }: CellEventOf<"device-changed">,
): void {
  const known = on.draft.router.agent(agent);
  if (known?.profile.tenant !== tenant) return;
  on.route({ type: hasDevice ? "device-registered" : "device-gone", agent });
  if (known.hasDevice !== hasDevice) on.tell(tenant, { type: "agent-device-changed", agent, hasDevice });
}

function passTime(on: Stepper): void {
  for (const call of on.draft.takeDueFlows()) on.walk(call, { type: "time-passed" });
  on.route({ type: "time-passed" });
}
