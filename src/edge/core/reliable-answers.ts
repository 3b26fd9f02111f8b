import type { Clock, Timer } from "../clock.ts";
import type { RAck } from "../sip/reliability.ts";
import type { BaseTimers } from "../transaction/timers.ts";

/** A provisional answer that must arrive, with the number it is acknowledged by. */
export interface ReliableAnswer {
  readonly rseq: number;
  readonly status: number;
  readonly bytes: Buffer;
  /** Whether it carries a session description: then no 2xx may overtake its acknowledgement. */
  readonly describes: boolean;
}

/** What reliable answers ask of their surroundings. */
export interface ReliableHost {
  /** Puts an answer on the wire, also for repeats. */
  send(answer: ReliableAnswer): void;
  /** 64 T1 passed without a PRACK: the INVITE is to be rejected. */
  gaveUp(): void;
}

/**
 * The reliable provisional answers to one INVITE (RFC 3262 3). One at a time is on the wire:
 *
 *   send ──► on the wire ──PRACK──► acknowledged, the next one goes out
 *               │  └── after T1, then twice as long each time: sent again
 *               └── after 64 T1: given up
 *
 * A final answer ends the repeats; a PRACK that comes after it is still a good one.
 */
export class ReliableAnswers {
  /** CSeq number of the INVITE. */
  readonly cseq: number;
  readonly #clock: Clock;
  readonly #timers: BaseTimers;
  readonly #host: ReliableHost;
  readonly #overtaken = new Set<number>();
  #waiting: ReliableAnswer[] = [];
  #next: number;
  #repeat: Timer | undefined;
  #deadline: Timer | undefined;

  constructor(
    setting: { readonly clock: Clock; readonly timers: BaseTimers },
    numbers: { readonly cseq: number; readonly firstRSeq: number },
    host: ReliableHost,
  ) {
    this.cseq = numbers.cseq;
    this.#next = numbers.firstRSeq;
    this.#clock = setting.clock;
    this.#timers = setting.timers;
    this.#host = host;
  }

  /** The number of the next answer. Each call takes one. */
  takeRSeq(): number {
    return this.#next++;
  }

  /** Sends now, or once those before it are acknowledged. */
  send(answer: ReliableAnswer): void {
    this.#waiting.push(answer);
    if (this.#waiting.length === 1) this.#begin(answer);
  }

  /** Whether a 2xx would have to wait. */
  get describesUnacknowledged(): boolean {
    return this.#waiting.some(({ describes }) => describes);
  }

  /** A PRACK came. False where it acknowledges nothing that is open. */
  acknowledge(rack: RAck): boolean {
    if (rack.cseq !== this.cseq || rack.method !== "INVITE") return false;
    if (this.#overtaken.delete(rack.rseq)) return true;
    if (this.#waiting[0]?.rseq !== rack.rseq) return false;
    this.#stop();
    this.#waiting.shift();
    const [next] = this.#waiting;
    if (next) this.#begin(next);
    return true;
  }

  /** The INVITE has its final answer: nothing is sent any more. */
  finish(): void {
    this.#stop();
    const [sent] = this.#waiting;
    if (sent) this.#overtaken.add(sent.rseq);
    this.#waiting = [];
  }

  #begin(answer: ReliableAnswer): void {
    this.#deadline = this.#clock.after(64 * this.#timers.t1, () => {
      this.finish();
      this.#host.gaveUp();
    });
    this.#transmit(answer, this.#timers.t1);
  }

  #transmit(answer: ReliableAnswer, interval: number): void {
    this.#host.send(answer);
    this.#repeat = this.#clock.after(interval, () => this.#transmit(answer, 2 * interval));
  }

  #stop(): void {
    this.#repeat?.cancel();
    this.#deadline?.cancel();
  }
}
