import type { RentalId, TenantId } from "../../ids.ts";
import type { ShareAccount } from "../snapshot.ts";

/** What a work item is taken for before any has ended: a usual call with its wrap-up. */
const firstGuessMs = 180_000;
const smoothing = 0.05;

/** How far one lender's agent time has been shared out, and between whom. */
export interface Lender {
  readonly id: TenantId;
  /** The least that any account in use had consumed by work that has ended, when one was last charged. */
  consumedMs: number;
  accounts: readonly Account[];
}

/**
 * A tenant's account of a lender's agent time. An account with less work in hand than its part of all that is in hand
 * is served first: a flood elsewhere does not make it wait for more than its own agents would. Beyond that the one
 * that has consumed least for its weight is served next, and one that had no calls waiting starts where the others
 * are, so that nobody saves up time to flood the rest with.
 * A work item is charged with what one usually takes when it begins, and made good when it ends: agents who become
 * free one shortly after another do not all go to the same tenant.
 * Source: start-time fair queueing, Goyal, Vin and Cheng, IEEE/ACM Transactions on Networking 5(5), 1997.
 */
export class Account {
  readonly id: RentalId | TenantId;
  readonly weight: number;
  readonly lender: Lender;
  consumedMs = 0;
  expectedMs = firstGuessMs;
  /** Work items that have ended, as far as they tell how much `expectedMs` is worth. */
  ended = 0;
  /** Work items it pays for now, and what they were charged. */
  #inHand = 0;
  #chargedMs = 0;
  /** Calls that wait for agents it pays for. */
  #waiting = 0;

  constructor(id: RentalId | TenantId, weight: number, lender: Lender) {
    this.id = id;
    this.weight = weight;
    this.lender = lender;
  }

  callEntered(): void {
    if (this.#waiting === 0) this.consumedMs = Math.max(this.consumedMs, this.lender.consumedMs);
    this.#waiting += 1;
  }

  callLeft(): void {
    this.#waiting -= 1;
  }

  /** A work item that is in hand already, and was charged so much: counted anew after a configuration. */
  count(chargedMs: number): void {
    this.#inHand += 1;
    this.#chargedMs += chargedMs;
  }

  /** Whether it comes before another where both have calls for the agent who is free. */
  isOwedMoreThan(other: Account): boolean {
    const [mine, theirs] = [this.#isBelowShare(), other.#isBelowShare()];
    if (mine !== theirs) return mine;
    return this.consumedMs < other.consumedMs || (this.consumedMs === other.consumedMs && this.id < other.id);
  }

  /** Returns what was charged, milliseconds of agent time. */
  charge(): number {
    const least = Math.min(...this.#inUse().map((account) => account.#consumedByEnded()));
    this.lender.consumedMs = Math.max(this.lender.consumedMs, least);
    this.consumedMs += this.expectedMs / this.weight;
    this.count(this.expectedMs);
    return this.expectedMs;
  }

  /** Nothing came of it: the charge is taken back. */
  refund(chargedMs: number): void {
    this.consumedMs -= chargedMs / this.weight;
    this.#forget(chargedMs);
  }

  /** The work is done and took so long. */
  settle(chargedMs: number, tookMs: number): void {
    this.consumedMs += (tookMs - chargedMs) / this.weight;
    this.ended = Math.min(this.ended + 1, 1 / smoothing);
    this.expectedMs += (tookMs - this.expectedMs) / this.ended;
    this.#forget(chargedMs);
  }

  restore({ consumedMs, expectedMs, ended }: Omit<ShareAccount, "id">): void {
    this.consumedMs = consumedMs;
    this.expectedMs = expectedMs;
    this.ended = ended;
  }

  #forget(chargedMs: number): void {
    this.#inHand -= 1;
    this.#chargedMs -= chargedMs;
  }

  /** Not what work in hand is taken for: a guess that was too high would keep a newcomer waiting. */
  #consumedByEnded(): number {
    return this.consumedMs - this.#chargedMs / this.weight;
  }

  /** Whole work items of those in hand, and of the one to come, are its due and not in its hands. */
  #isBelowShare(): boolean {
    let [weights, inHand] = [0, 0];
    for (const account of this.#inUse()) {
      weights += account.weight;
      inHand += account.#inHand;
    }
    return this.#inHand < Math.floor((this.weight / weights) * (inHand + 1));
  }

  /** Accounts that have calls waiting or work in hand, and so share the agents now. */
  #inUse(): readonly Account[] {
    return this.lender.accounts.filter(
      (account) => account === this || account.#waiting + account.#inHand > 0,
    );
  }
}
