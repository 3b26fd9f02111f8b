import type { Clock } from "./ports.ts";

/** Longer than a device near by needs to ring; nobody hears that an answer or music begins this much later. */
const ringsWithinMs = 20;

/**
 * Lets telephones ring first. What else follows from a turn that made offers (answering the caller, music, prompts) waits
 * until they ring, so that it stands in nobody's way: not in the softswitch, not in the SIP server, not for a processor.
 * Order is kept: what comes after something that waits, waits behind it.
 */
export class TelephonesFirst {
  private waiting: Promise<void> | undefined;
  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Runs `act` at once when nothing is to be waited for. Resolves when it was run; `act` must not throw. */
  async afterRinging(ringing: readonly Promise<void>[], act: () => void): Promise<void> {
    if (ringing.length === 0 && this.waiting === undefined) return act();
    const turn = this.afterAll(this.waiting, ringing).then(act);
    this.waiting = turn;
    await turn;
    if (this.waiting === turn) this.waiting = undefined;
  }

  private async afterAll(
    before: Promise<void> | undefined,
    ringing: readonly Promise<void>[],
  ): Promise<void> {
    let cancel: () => void = () => undefined;
    const longEnough = new Promise<void>((resolve) => {
      cancel = this.clock.wakeAt(this.clock.now() + ringsWithinMs, resolve);
    });
    await Promise.race([Promise.all(ringing), longEnough]);
    cancel();
    await before;
  }
}
