import type { Timer } from "../clock.ts";
import type { Allowance } from "../guard/allowance.ts";
import type { SipRequest, SipResponse } from "../sip/message.ts";
import type { ClientTransaction } from "../transaction/client.ts";
import type { ServerTransaction } from "../transaction/server.ts";
import type { Target } from "../transport/resolve.ts";
import type { Hop, Protocol, Source } from "../transport/transport.ts";
import type { App } from "./app.ts";
import type { DialogProgress } from "./dialog-progress.ts";
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
  /** A 2xx that waits until a reliable provisional answer is acknowledged (RFC 3262 3); sends it. */
  held?: (() => void) | undefined;
}

/** One try of a request of ours at one hop, with a branch and a client transaction of its own. */
export interface Attempt {
  readonly written: WrittenRequest;
  readonly protocol: Protocol;
  readonly transaction: ClientTransaction;
  /** Known once the target is looked up. */
  hop: Hop | undefined;
  /** Whether anything was answered. */
  heard: boolean;
  /** Another hop is tried instead: nothing is sent any more, and what is answered comes too late. */
  givenUp: boolean;
  /** Whether a too late answer had it cancelled. */
  cancelled: boolean;
  /** Runs while nothing is heard and there are further hops. */
  patience: Timer | undefined;
}

/** A request of ours, from its sending to the end of its transaction. */
export interface Outgoing {
  readonly id: string;
  /** Undefined where the server made it; its answers then concern nobody. */
  owner: App | undefined;
  /** What it was to reach. */
  readonly target: Target;
  /** The try at the hop it is with now; the next three are its. */
  attempt: Attempt;
  readonly written: WrittenRequest;
  readonly transaction: ClientTransaction;
  /** Known once the target is looked up. */
  readonly hop: Hop | undefined;
  /** The hops that are left should this one fail, best first (RFC 3263 4.3). */
  further: readonly Hop[];
  readonly dialog: Dialog | undefined;
  /** Where the server made it: who is told of its outcome. */
  readonly concluded?: ((conclusion: Conclusion, source?: Source) => void) | undefined;
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
  /** The first 2xx to an INVITE: until it is acknowledged, a successor of its application must hear of it too. */
  acceptance: { readonly response: SipResponse; readonly source: Source } | undefined;
}

/** How a request of the server's own ended: by an answer, or by none. */
export type Conclusion = SipResponse | "unanswered";

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
 * fork that spoke last (its `forks` keep the others); the first 2xx decides.
 */
export interface Dialog extends DialogProgress {
  /** `<Call-ID>;from-tag=<tag>`: the name by which applications know it, whoever sent the first request. */
  readonly id: string;
  readonly usage: "INVITE" | "SUBSCRIBE";
  readonly role: "uac" | "uas";
  owner: App;
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
  /** The Contact the application was told before DNS chose another transport, and what it became. */
  correctedContact: { readonly told: string; readonly sent: string } | undefined;
  /** The application's own choice of next hop, remembered from the first request. */
  route: Target | undefined;
  /** Where the other side really is, where its Contact does not say so (NAT, connections). */
  flow: Hop | undefined;
  /** The hop that last answered a request of ours: the one to prefer where a name stands for several. */
  answeredBy: Hop | undefined;
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
  /** The event package of a subscription (RFC 6665 8.2.1). */
  readonly event: string;
  /** What the application keeps here for a successor. */
  note: string;
}
