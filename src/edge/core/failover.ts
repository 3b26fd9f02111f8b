import type { Avoided, Expiring } from "../resolve/index.ts";
import { header, type SipResponse } from "../sip/message.ts";
import { parseNameAddr } from "../sip/name-addr.ts";
import type { Hop } from "../transport/transport.ts";
import type { Context } from "./context.ts";
import type { Attempt, Outgoing } from "./state.ts";

/** What is remembered of hops, and how much patience they meet. */
export interface Failover {
  /** How long a hop may keep silent before the next one is tried, in milliseconds. */
  readonly afterMs: number;
  readonly avoided: Avoided;
  /** Hops that asked for credentials, by Call-ID: only they know what they asked for. */
  readonly challengers: Expiring<Hop>;
}

const UNAVAILABLE = 503;
const CHALLENGED_MS = 32_000;

/**
 * Whether the next hop is to be tried after this one failed without a word, or could not be reached (RFC 3263
 * 4.3). Not for what the application has cancelled: nobody waits for it any more.
 */
export function leadsOn({ further, cancel }: Outgoing, attempt: Attempt): boolean {
  return further.length > 0 && !cancel && !attempt.heard;
}

/** The same for a final response: 503 says that the server cannot help, in a dialog that its peer cannot. */
export function refusalLeadsOn({ further, cancel, written }: Outgoing, { status }: SipResponse): boolean {
  return status === UNAVAILABLE && further.length > 0 && !cancel && !insideDialog(written.draft.to);
}

/** Remembers what an answer says of the hop it came from. */
export function learnOfHop(context: Context, outgoing: Outgoing, response: SipResponse): void {
  const { hop, written, dialog } = outgoing;
  const { avoided, challengers } = context.failover;
  if (!hop) return;
  if (response.status === UNAVAILABLE && !insideDialog(written.draft.to)) {
    return avoid(context, hop, retryAfterMs(response));
  }
  avoided.forget(hop);
  if (dialog && response.status > 100 && response.status < 300) dialog.answeredBy = hop;
  const challenged = response.status === 401 || response.status === 407;
  if (challenged && hop.serverName !== undefined) {
    challengers.set(written.draft.callId, hop, CHALLENGED_MS);
  }
}

/** Has a hop come last for a while. A connection is avoided by nobody: it leads to one peer alone. */
export function avoid(context: Context, hop: Hop, ms?: number): void {
  if (hop.connection || !context.failover.avoided.note(hop, ms)) return;
  const { protocol, address, port } = hop;
  context.log.info({ protocol, address, port }, "a hop failed and is avoided for a while");
}

function retryAfterMs(response: SipResponse): number | undefined {
  const seconds = /^\s*(\d{1,6})/.exec(header(response, "retry-after") ?? "")?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

function insideDialog(to: string): boolean {
  return parseNameAddr(to)?.parameters.has("tag") === true;
}
