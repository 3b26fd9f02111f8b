import { header } from "../sip/message.ts";
import { type HeaderPair, serialize } from "../sip/serialize.ts";
import type { Context } from "./context.ts";
import { reply } from "./incoming.ts";
import { reportEnd } from "./server-bye.ts";
import type { Dialog, Incoming } from "./state.ts";

/** Why the server rejects an INVITE that its application was answering. */
export interface Rejection {
  readonly cause: number;
  readonly reason: string;
  /** What the application is told. */
  readonly text: string;
}

const NO_PRACK: Rejection = { cause: 504, reason: "Server Time-out", text: "PRACK timeout" };
const COPIED = ["Via", "From", "To", "Call-ID"] as const;

/**
 * No PRACK came for a reliable answer: the INVITE is rejected (RFC 3262 3), and its application told, by a
 * CANCEL as if the caller had given up; by the copy of a BYE where it had already been told that its 2xx
 * was sent.
 */
export function giveUpReliable(context: Context, dialog: Dialog, invite: Incoming): void {
  giveUp(context, dialog, invite, NO_PRACK);
}

/** Rejects an INVITE in the midst of its being answered, and tells its application. */
export function giveUp(context: Context, dialog: Dialog, invite: Incoming, why: Rejection): void {
  const { owner, held, request, source } = invite;
  if (invite.done) return;
  reply(context, invite, { status: why.cause, reason: why.reason });
  if (held) reportEnd(context, dialog, why);
  const sip = writtenCancel(invite, why);
  owner?.deliver({
    from: "network",
    size: sip.length,
    protocol: source.protocol,
    address: source.address,
    port: source.port,
    transactionId: invite.id,
    dialogId: dialog.id,
    sip,
  });
  if (dialog.state === "early" && request.toTag === "") context.tables.dialogs.remove(dialog);
}

function writtenCancel({ request }: Incoming, { cause, text }: Rejection): Buffer {
  const headers = COPIED.map((name): HeaderPair => [name, header(request, name.toLowerCase()) ?? ""]);
  headers.push(["CSeq", `${request.cseq} CANCEL`], ["Max-Forwards", "70"]);
  headers.push(["Reason", `SIP;cause=${cause};text="${text}"`]);
  return serialize(`CANCEL ${request.uri} SIP/2.0`, headers, Buffer.alloc(0));
}
