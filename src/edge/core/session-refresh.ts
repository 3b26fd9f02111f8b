import type { SipResponse } from "../sip/message.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { minimumOf, writeSessionExpires } from "../sip/session-expires.ts";
import type { Context } from "./context.ts";
import { learnFromResponse } from "./dialog.ts";
import { facing, writeRequest } from "./draft.ts";
import { inDialogDraft } from "./in-dialog-draft.ts";
import { keepPeerSdp } from "./last-sdp.ts";
import { targetInDialog } from "./next-hop.ts";
import { launch } from "./outgoing.ts";
import { acknowledgeOurselves } from "./own-ack.ts";
import { ownContact } from "./self.ts";
import { retryAfterMs, SHORTEST_SECONDS } from "./session-terms.ts";
import type { Conclusion, Dialog, Outgoing } from "./state.ts";

/** What became of a refresh. */
export type Refreshed =
  | { readonly type: "extended"; readonly by: SipResponse }
  /** The other side asks for another try, perhaps with a longer session. */
  | { readonly type: "again"; readonly afterMs: number; readonly seconds: number }
  | { readonly type: "failed" };

const EMPTY = Buffer.alloc(0);
/** While another INVITE is under way it is asked again after this. */
const BUSY_MS = 2_000;

/**
 * Refreshes a session (RFC 4028 7.4): a re-INVITE with the session description we gave last, acknowledged
 * by the server; an UPDATE where there is none to repeat and the other side knows UPDATE.
 */
export function refreshSession(
  context: Context,
  dialog: Dialog,
  seconds: number,
  done: (result: Refreshed) => void,
): void {
  const { ownInvite, unacknowledged, peerInvite, pendingAck, ownOffer } = dialog;
  if (ownInvite ?? unacknowledged ?? peerInvite ?? pendingAck ?? ownOffer) {
    return done({ type: "again", afterMs: BUSY_MS, seconds });
  }
  const target = targetInDialog(context, dialog, dialog.remoteTarget);
  if (typeof target === "string") return done({ type: "failed" });
  dialog.localSeq += 1;
  const draft = inDialogDraft(dialog, {
    method: dialog.lastSdp === undefined && dialog.peerUpdates ? "UPDATE" : "INVITE",
    uri: dialog.remoteTarget,
    cseq: dialog.localSeq,
    rest: refreshHeaders(dialog, seconds, ownContact(context.self.facing(target.host), target.protocol)),
    body: dialog.lastSdp ?? EMPTY,
  });
  const written = writeRequest(draft, facing(context, target), target.protocol);
  const outgoing: Outgoing = launch(context, {
    written,
    target,
    dialog,
    concluded: (conclusion, source) => {
      if (conclusion !== "unanswered" && conclusion.status < 300) {
        if (source) learnFromResponse(dialog, conclusion, source);
        keepPeerSdp(dialog, conclusion);
        if (draft.method === "INVITE") acknowledgeOurselves(context, dialog, outgoing);
      }
      done(judge(conclusion, seconds, glarePause(context, dialog)));
    },
  });
}

function refreshHeaders(dialog: Dialog, seconds: number, contact: string): HeaderPair[] {
  const headers: HeaderPair[] = [
    ["Contact", dialog.localContact || contact],
    ["Supported", "timer"],
    ["Session-Expires", writeSessionExpires(seconds, "uac")],
    ["Min-SE", String(SHORTEST_SECONDS)],
  ];
  if (dialog.lastSdp) headers.push(["Content-Type", "application/sdp"]);
  return headers;
}

/** What a refresh's end means. 491 and 500 with Retry-After ask for another try, 422 for a longer session. */
export function judge(conclusion: Conclusion, seconds: number, glareMs: number): Refreshed {
  if (conclusion === "unanswered") return { type: "failed" };
  const { status } = conclusion;
  if (status < 300) return { type: "extended", by: conclusion };
  if (status === 491) return { type: "again", afterMs: glareMs, seconds };
  const pause = retryAfterMs(conclusion);
  if ((status === 500 || status === 503) && pause !== undefined)
    return { type: "again", afterMs: pause, seconds };
  const longer = minimumOf(conclusion);
  if (status === 422 && longer !== undefined && longer > seconds)
    return { type: "again", afterMs: 0, seconds: longer };
  return { type: "failed" };
}

/** RFC 3261 14.1: who chose the Call-ID waits 2.1 to 4 s, the other up to 2 s. */
function glarePause({ ids }: Context, { role }: Dialog): number {
  const chance = ids.firstCSeq() % 191;
  return role === "uac" ? 2_100 + 10 * chance : 10 * chance;
}
