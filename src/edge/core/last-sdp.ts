import { header, type SipRequest, type SipResponse } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import type { Dialog } from "./state.ts";

/** What may carry an offer or an answer (RFC 3261 13 and 14, RFC 3262 5, RFC 3311 5). */
const NEGOTIATES = new Set(["INVITE", "ACK", "PRACK", "UPDATE"]);

/** Keeps what we last told the other side of our media, so that the session can be refreshed with it. */
export function keepSdp(
  dialog: Dialog,
  message: { readonly method: string; readonly headers: readonly HeaderPair[]; readonly body: Buffer },
): void {
  if (NEGOTIATES.has(message.method) && describesMedia(message)) dialog.lastSdp = message.body;
}

/** Keeps what the other side last told us of its media, so that somebody else can go on with the call. */
export function keepPeerSdp(dialog: Dialog, message: SipRequest | SipResponse): void {
  if (NEGOTIATES.has(message.method) && offersMedia(message)) dialog.peerSdp = message.body;
}

/** Whether one of our own messages carries a session description. */
export function describesMedia(message: {
  readonly headers: readonly HeaderPair[];
  readonly body: Buffer;
}): boolean {
  const type = message.headers.find(([name]) => name === "Content-Type")?.[1] ?? "";
  return message.body.length > 0 && /^\s*application\/sdp\b/i.test(type);
}

/** Whether a message of the other side carries a session description. */
export function offersMedia(message: SipRequest | SipResponse): boolean {
  return message.body.length > 0 && /^\s*application\/sdp\b/i.test(header(message, "content-type") ?? "");
}
