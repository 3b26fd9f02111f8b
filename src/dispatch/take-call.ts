import { beginCall } from "../calls/index.ts";
import type { CallId } from "../ids.ts";
import type { CellEventOf } from "./cell-event.ts";
import type { Draft } from "./draft.ts";
import type { Stepper } from "./stepper.ts";

/** A call was let in; its caller leg is on its way to the softswitch. */
export function admit(on: Stepper, event: CellEventOf<"call-admitted">): void {
  const { tenant, call: id, number, caller } = event;
  const settings = on.draft.tenants.get(tenant)?.settings;
  if (settings === undefined || on.draft.live(id) !== undefined) return;
  const published = settings.flows.get(event.flow);
  const flow = { id: event.flow, version: published?.version ?? 0 };
  const call = beginCall({ at: on.at, id, number, caller, flow });
  on.draft.put({ tenant, call, graph: published?.graph });
  on.tell(tenant, { type: "call-arrived", call: id, number, caller });
}

export function arrive(on: Stepper, { call, leg }: CellEventOf<"caller-arrived">): void {
  if (on.draft.live(call)?.call.at !== "arriving") return;
  on.call(call, { type: "leg-arrived", leg });
  on.walk(call, { type: "entered" });
  // Its flow was taken out of use between admission and arrival: nobody could say anything to the caller.
  const live = on.draft.live(call);
  if (live !== undefined && live.call.walk === undefined) on.call(call, { type: "failed", why: "failure" });
}

export function callerGone(on: Stepper, { call, why }: CellEventOf<"caller-gone">): void {
  const failed = why === "failed" && on.draft.live(call)?.call.at === "arriving";
  on.call(call, failed ? { type: "failed", why: "failure" } : { type: "caller-left" });
}

/**
 * Ends every call, those that ring nobody first: an agent who is set free by the end of a call would otherwise be
 * offered the next, only to hear of its end too.
 */
export function stop(on: Stepper): void {
  const calls = [...on.draft.callsBefore()];
  const idle = calls.filter((call) => !isWithAgent(on.draft, call));
  for (const call of new Set([...idle, ...calls])) on.call(call, { type: "failed", why: "shutdown" });
}

function isWithAgent(draft: Draft, id: CallId): boolean {
  const ringing = draft.router.waitingCall(id)?.reservations.length ?? 0;
  return ringing > 0 || draft.live(id)?.call.at === "talking";
}
