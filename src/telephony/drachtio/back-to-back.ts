import type { Clock } from "../../dispatch/index.ts";
import type { Dialogs } from "./dialogs.ts";
import { ALLOW } from "./headers.ts";
import { Leg, sendBye } from "./leg.ts";
import {
  type Answer,
  type Content,
  type Headers,
  type Incoming,
  type Outgoing,
  type SipClient,
  sameBody,
} from "./message.ts";
import { passOn, relaying } from "./relay.ts";

/** Where the other INVITE goes, and what it says beside the body of the one that came in. */
export interface Target {
  readonly uri: string;
  readonly nextHop?: string;
  readonly headers: Headers;
  /**
   * How long it may stay silent, without even a 100, before it counts as unreachable. The SIP server itself would wait
   * for 32 s, longer than an offer rings.
   */
  readonly mayBeSilentMs: number;
}

/** One INVITE of ours. What comes of one that was given up changes nothing. */
interface Attempt {
  outgoing?: Outgoing;
  stopWaiting?: () => void;
}

/** Why a target did not take the call. `unreachable`: nobody there answered at all. */
export type Failure =
  | { readonly kind: "refused"; readonly answer: Answer }
  | { readonly kind: "unreachable"; readonly status: number };

/** `hung-up`: one of the far ends ended it, or took it back. `failed`: we did, or it never came to be. */
export type End = "hung-up" | "failed";

export interface Owner {
  /** The target failed; the owner rings another or refuses the INVITE that came in. */
  targetFailed(failure: Failure): void;
  /** Nothing is left of the call on either side. Comes exactly once. */
  over(why: End): void;
}

export interface Room {
  readonly client: SipClient;
  readonly dialogs: Dialogs;
  /** Every call that is not over. */
  readonly live: Set<BackToBack>;
  readonly clock: Clock;
}

/**
 * An INVITE that came in, joined to one that we send: two dialogs, each hidden from the other.
 *
 *   idle → ringing → talking → over
 *     │       │  ↑ (next target)  ↑
 *     └───────┴───────────────────┘ (refused, cancelled, hung up, link lost)
 *
 * Events that come after the end change nothing, except that a 200 which crossed a CANCEL is acknowledged and ended.
 */
export class BackToBack {
  /** The call this leg belongs to; empty if the INVITE named none. */
  readonly call: string;
  readonly #room: Room;
  readonly #incoming: Incoming;
  readonly #owner: Owner;
  #at: "idle" | "ringing" | "talking" | "over" = "idle";
  #attempt: Attempt | undefined;
  /** The side that called, and the side that was called. */
  #near: Leg | undefined;
  #far: Leg | undefined;

  constructor(room: Room, call: string, incoming: Incoming, owner: Owner) {
    this.call = call;
    this.#room = room;
    this.#incoming = incoming;
    this.#owner = owner;
    room.live.add(this);
    incoming.onCancel((reason) => this.#cancelled(reason));
  }

  get isOver(): boolean {
    return this.#at === "over";
  }

  /** Sends the other INVITE. */
  ring(target: Target): void {
    if (this.#at === "over") return;
    this.#at = "ringing";
    const { client, clock } = this.#room;
    const attempt: Attempt = {};
    this.#attempt = attempt;
    attempt.stopWaiting = clock.wakeAt(clock.now() + target.mayBeSilentMs, () => this.#stayedSilent(attempt));
    const body = sameBody(this.#incoming);
    const { uri, nextHop } = target;
    const headers = { Allow: ALLOW, ...target.headers, ...body.headers };
    attempt.outgoing = client.send(
      { method: "INVITE", uri, ...(nextHop === undefined ? {} : { nextHop }), ...body, headers },
      {
        answered: (answer) => this.#answered(attempt, answer),
        notSent: () => this.#failed(attempt, { kind: "unreachable", status: 503 }),
      },
    );
  }

  /** Answers the INVITE that came in with a final failure. */
  refuse(status: number, headers: Headers): void {
    if (this.#at === "over") return;
    this.#incoming.answer(status, { headers });
    this.#end("failed");
  }

  /** Ends the call on both sides, whatever it is at. */
  hangUp(headers: Headers): void {
    if (this.#at === "over") return;
    if (this.#at !== "talking") {
      this.#attempt?.outgoing?.cancel();
      this.refuse(503, headers);
      return;
    }
    this.#near?.gone();
    this.#near?.hangUp(headers);
    this.#far?.hangUp(headers);
    this.#end("failed");
  }

  /** The control link is gone: no message about this call can be sent any more. */
  lost(): void {
    if (this.#at !== "over") this.#end("failed");
  }

  #answered(attempt: Attempt, answer: Answer): void {
    attempt.stopWaiting?.();
    const isCurrent = this.#at === "ringing" && this.#attempt === attempt;
    if (!isCurrent) this.#unwanted(answer);
    else if (answer.status < 200) this.#progress(answer);
    else if (answer.status < 300) this.#accepted(answer);
    else if (answer.madeHere) this.#failed(attempt, { kind: "unreachable", status: answer.status });
    else this.#failed(attempt, { kind: "refused", answer });
  }

  #failed(attempt: Attempt, failure: Failure): void {
    attempt.stopWaiting?.();
    if (this.#at === "ringing" && this.#attempt === attempt) this.#owner.targetFailed(failure);
  }

  #stayedSilent(attempt: Attempt): void {
    attempt.outgoing?.cancel();
    this.#failed(attempt, { kind: "unreachable", status: 408 });
  }

  /** An answer to an INVITE that was taken back or given up. */
  #unwanted(answer: Answer): void {
    if (answer.status < 200 || answer.status > 299) return;
    answer.acknowledge();
    sendBye(this.#room.client, answer.dialogId, {});
  }

  #progress(answer: Answer): void {
    if (answer.status === 100) return;
    const body = sameBody(answer);
    const reliable = /\b100rel\b/i.test(this.#incoming.header("Require") ?? "");
    this.#incoming.answer(answer.status, {
      ...body,
      headers: { ...body.headers, Require: reliable ? "100rel" : undefined },
    });
  }

  #accepted(answer: Answer): void {
    const { client } = this.#room;
    this.#at = "talking";
    const far = new Leg(client, answer.dialogId, true);
    this.#far = far;
    this.#room.dialogs.expect(far.dialogId, (request) => this.#take(request, far, this.#near));
    const lateOffer = this.#incoming.body === "";
    if (!lateOffer) answer.acknowledge();
    const body = sameBody(answer);
    const content: Content = { ...body, headers: { Allow: ALLOW, ...body.headers } };
    this.#incoming.answerKnowing(200, content, (dialogId) =>
      this.#joined(dialogId, far, lateOffer ? answer : undefined),
    );
  }

  /** Our 200 is on its way, or came too late because the caller's CANCEL was quicker. */
  #joined(dialogId: string | undefined, far: Leg, unacknowledged: Answer | undefined): void {
    if (dialogId === undefined) {
      unacknowledged?.acknowledge();
      if (this.#at === "over") return;
      far.hangUp({});
      this.#end("hung-up");
      return;
    }
    const near = new Leg(this.#room.client, dialogId, false);
    if (unacknowledged !== undefined) near.passAckTo(unacknowledged);
    this.#room.dialogs.expect(dialogId, (request) => this.#take(request, near, far));
    this.#near = near;
    if (this.#at !== "over") return;
    // The called side hung up while our 200 was on its way to the caller.
    near.hangUp({});
    this.#release(near);
  }

  #take(request: Incoming, from: Leg, to: Leg | undefined): void {
    if (request.method === "ACK") return from.acknowledgedBy(request);
    if (request.method === "BYE") return this.#hungUp(request, from, to);
    const relay = relaying(request.method);
    if (relay.do === "answer") return request.answer(relay.status, { headers: { Allow: ALLOW } });
    if (to === undefined) return request.answer(500, { headers: { "Retry-After": "1" } });
    return passOn(this.#room.client, request, from, to);
  }

  #hungUp(bye: Incoming, from: Leg, to: Leg | undefined): void {
    bye.answer(200);
    from.gone();
    to?.hangUp({ Reason: bye.header("Reason") });
    this.#end("hung-up");
  }

  #cancelled(reason: string | undefined): void {
    if (this.#at !== "idle" && this.#at !== "ringing") return;
    this.#attempt?.outgoing?.cancel(reason);
    this.#end("hung-up");
  }

  #end(why: End): void {
    this.#at = "over";
    this.#attempt?.stopWaiting?.();
    this.#room.live.delete(this);
    for (const leg of [this.#near, this.#far]) if (leg !== undefined) this.#release(leg);
    this.#owner.over(why);
  }

  /** Expects nothing more of a leg, but the ACK that its BYE has to wait for. */
  #release(leg: Leg): void {
    const { dialogs } = this.#room;
    if (!leg.holdsBye) return dialogs.forget(leg.dialogId);
    return dialogs.expect(leg.dialogId, (request) => {
      if (request.method !== "ACK") request.answer(request.method === "BYE" ? 200 : 481);
      if (request.method === "ACK") leg.acknowledgedBy(request);
      if (request.method === "ACK" || request.method === "BYE") dialogs.forget(leg.dialogId);
    });
  }
}
