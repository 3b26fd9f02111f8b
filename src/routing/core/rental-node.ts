import { isOpen, nextChange } from "../../calendar/index.ts";
import type { Rental } from "../rental.ts";
import type { Account } from "./account.ts";
import type { Membership } from "./free-list.ts";
import type { Pool } from "./pool.ts";

/** A rental as it stands now: whether offers may be made under it. */
export class RentalNode {
  readonly rules: Rental;
  readonly account: Account;
  /** The pools that have agents under it. */
  readonly pools: Pool[] = [];
  /** Places of agents who are lent under another rental too. */
  readonly alternatives: Membership[] = [];
  /** Work items in hand under it. */
  #active = 0;
  withinHours: boolean;
  /** When `withinHours` changes next, epoch milliseconds. */
  changesAt: number | undefined;

  constructor(rules: Rental, account: Account, at: number) {
    this.rules = rules;
    this.account = account;
    this.withinHours = true;
    this.lookAtClock(at);
  }

  get isShut(): boolean {
    return !this.withinHours || this.isFull;
  }

  get isFull(): boolean {
    const { cap } = this.rules;
    return cap !== undefined && this.#active >= cap;
  }

  /** A work item begins, or ends with -1. */
  count(change: 1 | -1): void {
    const wasFull = this.isFull;
    this.#active += change;
    if (wasFull !== this.isFull) this.#opensOrShuts();
  }

  lookAtClock(at: number): void {
    const { hours } = this.rules;
    if (hours === undefined) return;
    const wasWithin = this.withinHours;
    this.withinHours = isOpen(hours, at);
    this.changesAt = nextChange(hours, at);
    if (wasWithin !== this.withinHours) this.#opensOrShuts();
  }

  #opensOrShuts(): void {
    for (const member of this.alternatives) member.chooseList();
  }
}
