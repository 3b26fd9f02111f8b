import type { CallRecords } from "../core/call-records.ts";
import type { SipRequest, SipResponse } from "../sip/message.ts";
import type { Answer, Branch, ResponseContext } from "./state.ts";

interface Recording {
  readonly records: CallRecords;
}

/** A branch sends its INVITE for the first time. */
export function recordAttempt({ records }: Recording, branch: Branch, invite: Buffer): void {
  if (isCall(branch.context)) records.attempt("application", invite);
}

/** A branch that was attempted is over without having been accepted. */
export function recordRefusal({ records }: Recording, branch: Branch, answer: Answer): void {
  if (!branch.sent || !isCall(branch.context)) return;
  const local = answer.kind === "local";
  const { status } = local ? answer : answer.response;
  const end = status === 487 ? "call-canceled" : "call-rejected";
  records.stop("network", end, local ? branch.sent.bytes : answer.response, branch);
}

/** The caller gets its first 2xx; `bytes` are what it gets. */
export function recordStart(
  { records }: Recording,
  of: ResponseContext,
  response: SipResponse,
  bytes: Buffer,
): void {
  if (!isCall(of)) return;
  records.start("network", "proxy-uac", response);
  records.start("application", "proxy-uas", bytes);
}

/** A BYE that passed was answered; both sides of the call are over. */
export function recordRelease({ records }: Recording, answer: SipRequest | SipResponse): void {
  records.stop("network", "normal-release", answer);
  records.stop("application", "normal-release", answer);
}

function isCall({ incoming: { request } }: ResponseContext): boolean {
  return request.method === "INVITE";
}
