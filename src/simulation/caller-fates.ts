import type { Caller, CallersOfClass } from "./callers.ts";
import { type CallerCount, type Columns, callerColumn, type Tally } from "./tally.ts";

/** Counts what becomes of callers. */
export class CallerFates {
  readonly #columns: Columns;
  readonly #tally: Tally;

  constructor(columns: Columns, tally: Tally) {
    this.#columns = columns;
    this.#tally = tally;
  }

  arrived(of: CallersOfClass): void {
    this.#add(of, "arrived", 1);
  }

  blocked(of: CallersOfClass): void {
    this.#add(of, "blocked", 1);
  }

  /** The queue does not keep the call. */
  givenUp({ of, calledAt }: Caller, at: number): void {
    if (at === calledAt) return this.#add(of, "refused", 1);
    this.#add(of, "overflowed", 1);
    this.#entered(of, at - calledAt);
  }

  abandoned({ of, calledAt }: Caller, at: number): void {
    const waitMs = at - calledAt;
    this.#add(of, "abandoned", 1);
    this.#add(of, "abandonedWaitMs", waitMs);
    if (waitMs <= of.rules.goodWithinMs) this.#add(of, "abandonedSoon", 1);
    this.#entered(of, waitMs);
  }

  /** A conversation of this length begins, with the agent at this place in the scenario. */
  served({ of, calledAt, estimateMs }: Caller, agent: number, serviceMs: number, at: number): void {
    const waitMs = at - calledAt;
    this.#add(of, "served", 1);
    this.#add(of, "servedWaitMs", waitMs);
    this.#add(of, "serviceMs", serviceMs);
    this.#tally.add(this.#columns.ofMatch(of.number, agent), 1);
    if (waitMs <= of.rules.goodWithinMs) this.#add(of, "good", 1);
    if (waitMs > 0 && !Number.isNaN(estimateMs)) this.#compared(of, estimateMs / 1000, waitMs / 1000);
    this.#entered(of, waitMs);
  }

  #entered(of: CallersOfClass, waitMs: number): void {
    if (waitMs <= 0) return;
    this.#add(of, "waited", 1);
    this.#add(of, "waitMs", waitMs);
    const tailsMs = of.rules.tailsMs ?? [];
    for (const [nth, limitMs] of tailsMs.entries()) {
      if (waitMs > limitMs) this.#tally.add(this.#columns.ofTail(of.number, nth), 1);
    }
  }

  #compared(of: CallersOfClass, estimate: number, wait: number): void {
    this.#add(of, "estimated", 1);
    this.#add(of, "estimatedWaits", wait);
    this.#add(of, "estimateSquares", (estimate - wait) ** 2);
  }

  #add({ number }: CallersOfClass, count: CallerCount, amount: number): void {
    this.#tally.add(this.#columns.ofClass(number) + callerColumn[count], amount);
  }
}
