import type { SipRequest } from "../sip/message.ts";
import { offersMedia } from "./last-sdp.ts";
import type { Dialog } from "./state.ts";

/** What is under way on either side. */
export type UnderWay = Pick<
  Dialog,
  "state" | "ownInvite" | "peerInvite" | "peerUpdate" | "ownOffer" | "unacknowledged"
>;

/**
 * Whether a request gets in the way of another one (RFC 3261 14.2, RFC 3311 5.2): `later` where it comes on
 * top of one of theirs (500 with Retry-After), `pending` where it crosses one of ours (491). Before the
 * call is answered an UPDATE goes to the application, whatever the INVITE offered.
 */
export function clashOf(dialog: UnderWay, request: SipRequest): "later" | "pending" | undefined {
  if (request.method === "INVITE") return clashOfInvite(dialog);
  if (request.method !== "UPDATE") return undefined;
  if (dialog.peerUpdate) return "later";
  return offersMedia(request) ? clashOfOffer(dialog) : undefined;
}

function clashOfInvite(dialog: UnderWay): "later" | "pending" | undefined {
  const { peerInvite, peerUpdate } = dialog;
  if (peerInvite || (peerUpdate && offersMedia(peerUpdate.request))) return "later";
  return dialog.ownInvite || dialog.ownOffer !== undefined ? "pending" : undefined;
}

function clashOfOffer(dialog: UnderWay): "later" | "pending" | undefined {
  if (dialog.ownOffer !== undefined) return "pending";
  if (dialog.state !== "confirmed") return undefined;
  if (dialog.peerInvite && offersMedia(dialog.peerInvite.request)) return "later";
  return dialog.ownInvite ? "pending" : undefined;
}

/**
 * Whether an application's request must wait for another one of its dialog (RFC 3261 14.1, RFC 3311 5.1).
 * It is then answered 491 without being sent.
 */
export function mustWait(
  dialog: UnderWay,
  request: { readonly method: string; readonly offers: boolean },
): boolean {
  if (request.method === "INVITE") {
    return (
      Boolean(dialog.ownInvite ?? dialog.unacknowledged ?? dialog.peerInvite) || dialog.ownOffer !== undefined
    );
  }
  return request.method === "UPDATE" && request.offers && dialog.ownOffer !== undefined;
}
