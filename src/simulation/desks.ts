import type { ReservationId } from "../ids.ts";
import type { OfferOutcome } from "../routing/index.ts";
import { drawn } from "./distribution.ts";
import type { Random } from "./random.ts";
import type { Answering } from "./scenario.ts";

/** A device that rings, and what will come of it. Records are used again. */
export interface Ring {
  readonly slot: number;
  reservation: ReservationId;
  outcome: OfferOutcome;
  isOver: boolean;
}

/** The end of an offer that takes no time. */
export interface AtOnce {
  readonly reservation: ReservationId;
  readonly outcome: OfferOutcome;
}

/** The agents' devices: how each offer would end if nobody stopped it. */
export class Desks {
  readonly #answering: Answering;
  readonly #chance: Random;
  readonly #slots: Ring[] = [];
  readonly #free: Ring[] = [];
  readonly #ringing = new Map<ReservationId, Ring>();

  constructor(answering: Answering, chance: Random) {
    this.#answering = answering;
    this.#chance = chance;
  }

  /** After how long the offer ends that begins now; 0 is at once. Milliseconds. */
  delayMs(): number {
    const { delay } = this.#answering;
    return delay === undefined ? 0 : drawn(delay, this.#chance);
  }

  /** How it ends. `no-answer` is not said to anybody: the device rings on. */
  outcome(): OfferOutcome {
    const { chances } = this.#answering;
    if (chances === undefined) return "answered";
    let left = this.#chance.unit();
    for (const outcome of refusals) {
      left -= chances[outcome] ?? 0;
      if (left < 0) return outcome;
    }
    return "answered";
  }

  ring(reservation: ReservationId, outcome: OfferOutcome): Ring {
    const ring = this.#free.pop() ?? this.#another(reservation);
    ring.reservation = reservation;
    ring.outcome = outcome;
    ring.isOver = false;
    this.#ringing.set(reservation, ring);
    return ring;
  }

  /** Nobody is to hear of this ring any more. */
  stop(reservation: ReservationId): void {
    const ring = this.#ringing.get(reservation);
    if (ring === undefined) return;
    ring.isOver = true;
    this.#ringing.delete(reservation);
  }

  /** The ring's time has come: gives it back, or undefined if it was stopped before. */
  end(slot: number): Ring | undefined {
    const ring = this.#slots[slot];
    if (ring === undefined) return undefined;
    this.#free.push(ring);
    if (ring.isOver) return undefined;
    this.#ringing.delete(ring.reservation);
    return ring;
  }

  #another(reservation: ReservationId): Ring {
    const ring: Ring = { slot: this.#slots.length, reservation, outcome: "answered", isOver: true };
    this.#slots.push(ring);
    return ring;
  }
}

const refusals = ["declined", "busy", "no-answer", "unreachable"] as const;
