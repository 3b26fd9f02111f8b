import type { Refusal } from "../../tenancy/index.ts";
import type { Failure } from "./back-to-back.ts";
import type { Headers } from "./message.ts";

/** A final SIP response that refuses, and why. */
export interface Refused {
  readonly status: number;
  readonly headers: Headers;
}

const REFUSALS: Readonly<Record<Refusal, Refused>> = {
  "unknown-trunk": { status: 403, headers: {} },
  "unknown-number": { status: 404, headers: {} },
  "over-quota": {
    status: 486,
    headers: { "Retry-After": "10", Reason: 'Q.850;cause=17;text="All lines of this number are in use"' },
  },
  draining: { status: 503, headers: { "Retry-After": "30" } },
};

/** The refusal a caller gets. Every one that may be tried again says when. */
export function refusalOfCall(why: Refusal, dialled: string): Refused {
  const nothingDialled = why === "unknown-number" && dialled === "";
  return nothingDialled ? { status: 484, headers: {} } : REFUSALS[why];
}

/** An agent's own device dials: not offered. */
export const AGENTS_DO_NOT_DIAL: Refused = {
  status: 403,
  headers: { Reason: 'SIP;cause=403;text="Calls from agent devices are not offered"' },
};

const SWITCH_UNAVAILABLE: Refused = { status: 503, headers: { "Retry-After": "5" } };

/** What of the softswitch's refusals concerns the caller; all others are our own trouble. */
const MEANT_FOR_CALLER: ReadonlySet<number> = new Set([406, 415, 480, 486, 488, 600, 603, 606]);

/** The caller's answer when the softswitch did not take the call. */
export function refusalBySwitch(failure: Failure): Refused {
  if (failure.kind === "unreachable" || !MEANT_FOR_CALLER.has(failure.answer.status))
    return SWITCH_UNAVAILABLE;
  return { status: failure.answer.status, headers: { "Retry-After": failure.answer.header("Retry-After") } };
}

/** What to do when a device did not take an offer. */
export type DeviceFailure =
  | { readonly do: "try-next"; readonly bindingIsDead: boolean }
  | { readonly do: "refuse"; readonly with: Refused };

/**
 * A device's own answer goes through as it is, so that busy and declined stay apart. A redirection is a way to
 * decline: calls do not leave the centre. A challenge is no answer to an offer, and the device might as well be gone.
 */
export function afterDeviceFailure(failure: Failure, overConnection: boolean): DeviceFailure {
  if (failure.kind === "unreachable") {
    const bindingIsDead = overConnection && (failure.status === 410 || failure.status === 503);
    return { do: "try-next", bindingIsDead };
  }
  const { answer } = failure;
  if (answer.status === 401 || answer.status === 407) return { do: "try-next", bindingIsDead: false };
  const headers = { Reason: answer.header("Reason"), "Retry-After": answer.header("Retry-After") };
  return { do: "refuse", with: { status: answer.status < 400 ? 603 : answer.status, headers } };
}
