import type { Timer } from "../clock.ts";
import type { App, Delivery } from "../core/app.ts";
import { requestDelivery } from "../core/deliver.ts";
import type { ReplyContent } from "../core/reply-text.ts";
import type { Dialog, Incoming, Outgoing } from "../core/state.ts";
import { type AnsweredFor, WaitingEvents, type WaitingLimits } from "./waiting.ts";
import { answerWhileAway } from "./while-away.ts";

/**
 * What one lost connection left: it owns those dialogs and transactions in the application's place, answers
 * for it and remembers what a successor must hear.
 *
 *   held ──all adopted──► (forgotten)
 *    └────nobody came in time──► over: its calls are being ended, nothing is remembered any more
 */
export class Estate implements App {
  readonly open = true;
  readonly tags: readonly string[] = [];
  readonly name: string;
  /** Milliseconds since the epoch: when its calls end if nobody comes. */
  readonly endsAt: number;
  /** What was left, whether it still lives or not. */
  readonly dialogs = new Set<Dialog>();
  readonly incoming = new Set<Incoming>();
  readonly outgoing = new Set<Outgoing>();
  readonly waiting: WaitingEvents;
  deadline: Timer | undefined;
  #over = false;
  readonly #nextOrder: () => number;
  readonly #retryAfterSeconds: () => number;

  constructor(
    facts: { readonly name: string; readonly endsAt: number },
    world: {
      readonly nextOrder: () => number;
      readonly retryAfterSeconds: () => number;
      readonly limits: WaitingLimits;
    },
  ) {
    this.name = facts.name;
    this.endsAt = facts.endsAt;
    this.waiting = new WaitingEvents(world.limits);
    this.#nextOrder = world.nextOrder;
    this.#retryAfterSeconds = world.retryAfterSeconds;
  }

  /** Nobody came: from now on nothing is remembered. */
  close(): void {
    this.#over = true;
    this.deadline?.cancel();
    this.waiting.take(() => true);
  }

  deliver(delivery: Delivery): void {
    this.#remember(delivery, undefined);
  }

  readonly standIn = (incoming: Incoming): ReplyContent => {
    const { request, source, dialog } = incoming;
    const retryAfterSeconds = this.#retryAfterSeconds();
    const { content, told } = answerWhileAway(request, { room: this.waiting.room, retryAfterSeconds });
    if (told) {
      const ids = { transactionId: incoming.id, dialogId: dialog?.id ?? "" };
      this.#remember(requestDelivery(request, source, ids), { incoming, content });
    }
    return content;
  };

  #remember(delivery: Delivery, answered: AnsweredFor | undefined): void {
    if (!this.#over) this.waiting.put({ order: this.#nextOrder(), delivery, answered });
  }
}
