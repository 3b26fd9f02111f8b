import type { Timer } from "../clock.ts";
import type { AwaitedPrack, Fork } from "./forks.ts";
import type { ReliableAnswers } from "./reliable-answers.ts";

/** Why the server ends a call: a SIP status and words for it (RFC 3326). */
export interface Reason {
  readonly cause: number;
  readonly text: string;
}

/** The caller gave up before the answer. */
export const GIVEN_UP: Reason = { cause: 487, text: "Request Terminated" };

/** A session timer that runs (RFC 4028). */
export interface RunningSession {
  readonly seconds: number;
  /** Whether refreshing is our part. */
  readonly weRefresh: boolean;
  stop(): void;
}

/** A subscription inside a dialog that something else began (RFC 3515, RFC 6665, RFC 5057). */
export interface Subscription {
  readonly event: string;
  /** Forgets it, should nobody end it. */
  readonly end: Timer;
}

const NONE: readonly never[] = [];

/** What is under way in a dialog beyond its identity and its requests. */
export interface DialogProgress {
  /** Who answered our INVITE provisionally; who spoke last comes last. */
  forks: readonly Fork[];
  /** In the order in which the application was told. */
  awaitingPrack: readonly AwaitedPrack[];
  /** Our reliable provisional answers to their last INVITE that had any. */
  reliable: ReliableAnswers | undefined;
  /** Why nobody wants the call any more before its answer: a 2xx that comes all the same is ended at once. */
  abandoned: Reason | undefined;
  /** Transaction id of an UPDATE of ours that carries an offer and is not yet answered. */
  ownOffer: string | undefined;
  /** Runs while the application has not acknowledged a 2xx. */
  ackDeadline: Timer | undefined;
  /** Set where the call is to be ended as soon as it has been acknowledged, by our side or theirs. */
  endAfterAck: Reason | undefined;
  /** The session description we last gave that was accepted. */
  lastSdp: Buffer | undefined;
  /** The session description the other side last gave that was accepted. */
  peerSdp: Buffer | undefined;
  /** Whether the other side's Allow names UPDATE. */
  peerUpdates: boolean;
  session: RunningSession | undefined;
  /** The call or the first subscription is over; further subscriptions keep the dialog (RFC 5057). */
  firstUsageOver: boolean;
  /** Subscriptions besides the one a dialog began with. */
  subscriptions: readonly Subscription[];
}

/** A dialog in which nothing is under way. */
export function nothingUnderWay(): DialogProgress {
  return {
    forks: NONE,
    awaitingPrack: NONE,
    reliable: undefined,
    abandoned: undefined,
    ownOffer: undefined,
    ackDeadline: undefined,
    endAfterAck: undefined,
    lastSdp: undefined,
    peerSdp: undefined,
    peerUpdates: false,
    session: undefined,
    firstUsageOver: false,
    subscriptions: NONE,
  };
}

/** Stops all that runs. Safe to repeat. */
export function stopProgress(progress: DialogProgress): void {
  progress.reliable?.finish();
  progress.ackDeadline?.cancel();
  progress.session?.stop();
  for (const { end } of progress.subscriptions) end.cancel();
  progress.subscriptions = NONE;
}
