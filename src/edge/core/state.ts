import type { Timer } from "../clock.ts";
import type { Allowance } from "../guard/allowance.ts";
import type { SipRequest } from "../sip/message.ts";
import type { ClientTransaction } from "../transaction/client.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop, Source } from "../transport/transport.ts";
import type { App } from "./app.ts";
import type { WrittenRequest } from "./draft.ts";

/** A request from the network, from its arrival to the end of its transaction. */
export interface Incoming {
  /** The transaction id applications answer to. */
  readonly id: string;
  readonly request: SipRequest;
  readonly source: Source;
  readonly transaction: ServerTransaction;
  /** Goes into To of our answers; the request's own where it stands in a dialog. */
  localTag: string;
  /** Undefined where the server answers by itself. */
  owner: App | undefined;
  /** The dialog it stands in, or that its answer created. */
  dialog: Dialog | undefined;
  /** Whether an answer other than 100 was given. */
  answered: boolean;
  /** Whether the final answer was given. */
  done: boolean;
  /** What may be sent to a source that anyone may have forged; undefined where nothing limits it. */
  readonly allowance?: Allowance | undefined;
  /** Runs while the application is silent. */
  patience: Timer | undefined;
}

/** A request of ours, from its sending to the end of its transaction. */
export interface Outgoing {
  readonly id: string;
  /** Undefined where the server made it; its answers then concern nobody. */
  readonly owner: App | undefined;
  readonly written: WrittenRequest;
  readonly target: Target;
  readonly transaction: ClientTransaction;
  /** Known once the target is looked up. */
  hop: Hop | undefined;
  readonly dialog: Dialog | undefined;
  /** A CANCEL the application asked for: held until a provisional answer allows it, then sent. */
  cancel: { readonly request: WrittenRequest; sent: boolean } | undefined;
  /** Gives the INVITE up when a CANCEL sent for it brings no final answer. */
  cancelDeadline: Timer | undefined;
  /** To tag of the first 2xx. */
  acceptedBy: string | undefined;
  /** To tags of further forks, each already ended. */
  readonly endedForks: Set<string>;
  /** The ACK sent for it, repeated for repeats of the 2xx. */
  ack: { readonly bytes: Buffer; readonly hop: Hop } | undefined;
}

/** A 2xx to an INVITE whose ACK has not come. */
export interface PendingAck {
  readonly cseq: number;
  /** The transaction id that the ACK will carry to the application. */
  readonly transactionId: string;
  stop(): void;
}

/**
 * A dialog (RFC 3261 12), or for a caller the promise of one:
 *
 *   calling ──provisional with To tag──► early ──2xx──► confirmed ──BYE, final NOTIFY──► (forgotten)
 *      └───────────────2xx───────────────────────────────▲
 *
 * An answering dialog begins as early or confirmed. Forked provisional answers move an early dialog to the
 * fork that spoke last; the first 2xx decides.
 */
export interface Dialog {
  /** `<Call-ID>;from-tag=<tag>`: the name by which applications know it, whoever sent the first request. */
  readonly id: string;
  readonly usage: "INVITE" | "SUBSCRIBE";
  readonly role: "uac" | "uas";
  readonly owner: App;
  readonly callId: string;
  readonly localTag: string;
  /** From or To value of our side, tag included. */
  readonly localAddress: string;
  state: "calling" | "early" | "confirmed";
  /** Empty while calling. */
  remoteTag: string;
  remoteAddress: string;
  remoteTarget: string;
  /** Route values in the order they are to be sent. */
  routeSet: readonly string[];
  localSeq: number;
  /** Contact value of our side, sent again in target refreshes. */
  localContact: string;
  /** The application's own choice of next hop, remembered from the first request. */
  route: Target | undefined;
  /** Where the other side really is, where its Contact does not say so (NAT, connections). */
  flow: Hop | undefined;
  /** An INVITE of ours not yet answered finally. */
  ownInvite: Outgoing | undefined;
  /** An INVITE of theirs not yet answered finally. */
  peerInvite: Incoming | undefined;
  /** An UPDATE of theirs not yet answered. */
  peerUpdate: Incoming | undefined;
  /** An INVITE of ours answered 2xx that the application has not acknowledged. */
  unacknowledged: Outgoing | undefined;
  /** A 2xx of ours being repeated until its ACK comes. */
  pendingAck: PendingAck | undefined;
  /** Ends a subscription whose end nobody announced. */
  expiry: Timer | undefined;
}
