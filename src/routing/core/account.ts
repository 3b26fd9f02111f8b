import type { RentalId, TenantId } from "../../ids.ts";
import type { ShareAccount } from "../snapshot.ts";

/** What a work item is taken for before any has ended: a usual call with its wrap-up. */
const firstGuessMs = 180_000;
const smoothing = 0.05;

/** How far one lender's agent time has been shared out. */
export interface Lender {
  readonly id: TenantId;
  /** The account served last had consumed this much, for each unit of weight, when it was chosen. */
  consumedMs: number;
}

/**
 * A tenant's account of a lender's agent time. The account that has consumed least for its weight is served next, and
 * one that had no calls waiting starts where the others are, so that nobody saves up time to flood the rest with.
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

  /** Returns what was charged, milliseconds of agent time. */
  charge(): number {
    this.lender.consumedMs = Math.max(this.lender.consumedMs, this.consumedMs);
    this.consumedMs += this.expectedMs / this.weight;
    return this.expectedMs;
  }

  /** Nothing came of it: the charge is taken back. */
  refund(chargedMs: number): void {
    this.consumedMs -= chargedMs / this.weight;
  }

  /** The work is done and took so long. */
  settle(chargedMs: number, tookMs: number): void {
    this.consumedMs += (tookMs - chargedMs) / this.weight;
    this.expectedMs += smoothing * (tookMs - this.expectedMs);
  }

  restore({ consumedMs, expectedMs }: ShareAccount): void {
    this.consumedMs = consumedMs;
    this.expectedMs = expectedMs;
  }
}
