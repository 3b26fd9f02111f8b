import type { Delivery } from "../core/app.ts";
import type { ReplyContent } from "../core/reply-text.ts";
import type { Incoming } from "../core/state.ts";

/** A request that was answered in the application's place. */
export interface AnsweredFor {
  readonly incoming: Incoming;
  readonly content: ReplyContent;
}

/** Something an application would have been told, had it been there. */
export interface WaitingEvent {
  /** Counts up over all estates, so that what several left can be told in the order it came. */
  readonly order: number;
  readonly delivery: Delivery;
  readonly answered: AnsweredFor | undefined;
}

/** How much one estate remembers before it leaves out what only informs. */
export interface WaitingLimits {
  readonly events: number;
  readonly bytes: number;
}

export const WAITING_LIMITS: WaitingLimits = { events: 10_000, bytes: 16 * 1024 * 1024 };

/**
 * What waits, in order. Beyond the limits provisional responses are dropped; what ends or settles something
 * is always kept: no dialog and no transaction has more than a few of those.
 */
export class WaitingEvents {
  #events: WaitingEvent[] = [];
  #bytes = 0;
  readonly #limits: WaitingLimits;

  constructor(limits: WaitingLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#events.length;
  }

  /** Whether there is room for what could also be left out. */
  get room(): boolean {
    return this.#events.length < this.#limits.events && this.#bytes < this.#limits.bytes;
  }

  put(event: WaitingEvent): void {
    if (!this.room && isProvisional(event.delivery)) return;
    this.#events.push(event);
    this.#bytes += event.delivery.sip.length;
  }

  some(fits: (event: WaitingEvent) => boolean): boolean {
    return this.#events.some(fits);
  }

  all(): readonly WaitingEvent[] {
    return this.#events;
  }

  /** Takes out what fits, in order. */
  take(fits: (event: WaitingEvent) => boolean): WaitingEvent[] {
    const taken = this.#events.filter(fits);
    this.#events = this.#events.filter((event) => !fits(event));
    for (const { delivery } of taken) this.#bytes -= delivery.sip.length;
    return taken;
  }
}

function isProvisional({ sip }: Delivery): boolean {
  return sip.toString("latin1", 0, 9) === "SIP/2.0 1";
}
