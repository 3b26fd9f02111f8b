import type { SipRequest, SipResponse } from "../sip/message.ts";
import type { Dialog, Incoming, Outgoing } from "./state.ts";

/** Who sent the message of a record: the other side, or we. */
export type Origin = "network" | "application";

/** What the server's application is in an answered call. */
export type CallRole = "uac" | "uas" | "proxy-uac" | "proxy-uas";

/** Why an attempt or a call ended. */
export type CallEnd =
  | "call-rejected"
  | "call-canceled"
  | "normal-release"
  | "session-expired"
  | "system-initiated-termination"
  | "system-error-initiated-termination";

/** The message a record is about: as it was parsed, or the bytes that were sent. */
export type RecordedMessage = Buffer | SipRequest | SipResponse;

/** Where call detail records go. Each attempt brings a stop, whether or not a start came between. */
export interface CallRecords {
  /** An INVITE outside any dialog came or went. */
  attempt(origin: Origin, message: RecordedMessage): void;
  /** It was answered with a 2xx. */
  start(origin: Origin, role: CallRole, message: RecordedMessage): void;
  /**
   * It was refused, given up or ended. `call` is whatever object stands for the call, e.g. its dialog: it
   * stops once, however often its end is told of (a BYE that is challenged comes twice). Without one,
   * each is taken for the end of another call.
   */
  stop(origin: Origin, end: CallEnd, message: RecordedMessage, call?: object): void;
}

interface Recording {
  readonly records: CallRecords;
}

/** An INVITE of the network came to its final answer by an application, or by the server. */
export function recordAnswer(
  { records }: Recording,
  incoming: Incoming,
  status: number,
  response: Buffer,
): void {
  if (!beginsCall(incoming) || status < 200) return;
  if (status < 300) records.start("application", "uas", response);
  else records.stop("application", "call-rejected", response, incoming.dialog ?? incoming);
}

/** An INVITE of the network is given up by its caller, by CANCEL. */
export function recordCancel({ records }: Recording, incoming: Incoming, cancel: SipRequest): void {
  if (beginsCall(incoming)) {
    records.stop("network", "call-canceled", cancel, incoming.dialog ?? incoming);
  }
}

/** An INVITE of the network that its application left unanswered is forgotten. */
export function recordSilence({ records }: Recording, incoming: Incoming): void {
  if (!beginsCall(incoming)) return;
  const { request, dialog } = incoming;
  records.stop("application", "system-error-initiated-termination", request, dialog ?? incoming);
}

/** Our own INVITE came to its final answer; `response` may be one that the server made itself. */
export function recordOutcome(
  { records }: Recording,
  outgoing: Outgoing,
  status: number,
  response: RecordedMessage,
): void {
  const { dialog, written, owner } = outgoing;
  if (!owner || written.draft.method !== "INVITE" || !dialog || dialog.state === "confirmed") return;
  if (status < 300) return records.start("network", "uac", response);
  records.stop("network", status === 487 ? "call-canceled" : "call-rejected", response, dialog);
}

/** A BYE ends a call. Before the call was answered that means the same as CANCEL (RFC 3261 15). */
export function recordBye(
  { records }: Recording,
  dialog: Dialog,
  origin: Origin,
  bye: RecordedMessage,
): void {
  if (dialog.usage !== "INVITE") return;
  records.stop(origin, dialog.state === "confirmed" ? "normal-release" : "call-canceled", bye, dialog);
}

/** The server itself ends a call; `text` is what its BYE gives as reason (RFC 3326). */
export function recordServerBye(
  { records }: Recording,
  dialog: Dialog,
  reason: { readonly cause: number; readonly text: string },
  bye: Buffer,
): void {
  if (dialog.usage === "INVITE") records.stop("application", endOf(reason), bye, dialog);
}

function endOf({ cause, text }: { readonly cause: number; readonly text: string }): CallEnd {
  if (/session timer/i.test(text)) return "session-expired";
  return cause === 200 ? "call-canceled" : "system-initiated-termination";
}

function beginsCall({ request }: Incoming): boolean {
  return request.method === "INVITE" && request.toTag === "";
}
