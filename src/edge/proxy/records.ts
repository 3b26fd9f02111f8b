import { asReceived } from "../sip/serialize.ts";
import type { Answer, Branch, ProxyState, ResponseContext } from "./state.ts";

/** Who sent the message of a record: the other side, or we. */
type Origin = "network" | "application";

/** Whoever keeps call detail records hears here of calls that are proxied. */
export interface ProxyRecords {
  /** An INVITE is sent to a target. */
  attempt(origin: Origin, invite: Buffer): void;
  /** A target accepted; told once for each side. */
  start(origin: Origin, role: "proxy-uac" | "proxy-uas", response: Buffer): void;
  /** It came to nothing, or a BYE that passes through us was answered. `call` stands for what stops. */
  stop(
    origin: Origin,
    end: "call-rejected" | "call-canceled" | "normal-release",
    message: Buffer,
    call?: object,
  ): void;
}

type Recording = Pick<ProxyState, "records">;

/** A branch sends its INVITE for the first time. */
export function recordAttempt({ records }: Recording, branch: Branch, invite: Buffer): void {
  if (isCall(branch.context)) records?.attempt("application", invite);
}

/** A branch that was attempted is over without having been accepted. */
export function recordRefusal({ records }: Recording, branch: Branch, answer: Answer): void {
  if (!branch.sent || !isCall(branch.context)) return;
  const status = answer.kind === "local" ? answer.status : answer.response.status;
  const message = answer.kind === "local" ? branch.sent.bytes : asReceived(answer.response);
  records?.stop("network", status === 487 ? "call-canceled" : "call-rejected", message, branch);
}

/** The caller gets its first 2xx; `bytes` are what it gets. */
export function recordStart(
  { records }: Recording,
  of: ResponseContext,
  answer: Answer,
  bytes: Buffer,
): void {
  if (answer.kind === "local" || !isCall(of)) return;
  records?.start("network", "proxy-uac", asReceived(answer.response));
  records?.start("application", "proxy-uas", bytes);
}

/** The caller gets no 2xx. */
export function recordFailure(
  { records }: Recording,
  of: ResponseContext,
  end: "call-rejected" | "call-canceled",
  message: Buffer,
): void {
  if (isCall(of))
    records?.stop(end === "call-canceled" ? "network" : "application", end, message, of.incoming);
}

/** A BYE that passed was answered; both sides of the call are over. */
export function recordRelease({ records }: Recording, answer: Buffer): void {
  records?.stop("network", "normal-release", answer);
  records?.stop("application", "normal-release", answer);
}

function isCall({ incoming: { request } }: ResponseContext): boolean {
  return request.method === "INVITE";
}
