import type { Agent } from "../agent.ts";
import { type Medium, media } from "../capacity.ts";
import type { Account } from "./account.ts";
import { type Availability, availability, capacityOf } from "./availability.ts";
import type { CallNode } from "./call-node.ts";
import type { Membership } from "./free-list.ts";
import { type Reach, reachOf } from "./reach.ts";

/** An agent where routing can find it: in every pool it is eligible for. `record` is what the world sees of it. */
export class AgentNode {
  record: Agent;
  memberships: Membership[] = [];
  /** Calls that are kept for this agent. */
  readonly kept = new Set<CallNode>();
  /** Who pays for it when it serves its own tenant; only of agents who serve others too. */
  homeAccount: Account | undefined;
  /** How far back some queue's strategy counts its answers, milliseconds. */
  answersWindowMs = 0;
  /** Matching is to look at it. */
  isFreed = false;
  /** Free, but not yet in its places among the free of each pool. */
  isPending = false;
  /** It is no longer in the cell. */
  isGone = false;
  /** The media it takes, and what it is doing as far as each goes. */
  #media: readonly Medium[] = [];
  #reach: Reach | undefined;
  readonly #doing: Record<Medium, Availability> = { voice: 4, chat: 4, email: 4, task: 4 };

  constructor(record: Agent) {
    this.record = record;
    this.joinNothing();
  }

  /** In no pool: before a configuration puts it into others. */
  joinNothing(): void {
    for (const member of this.memberships) member.list.unlink(member);
    this.memberships = [];
    this.#reach = undefined;
    this.answersWindowMs = 0;
    this.homeAccount = undefined;
    const capacity = capacityOf(this.record);
    this.#media = media.filter((medium) => (capacity[medium]?.slots ?? 0) > 0);
    for (const medium of this.#media) this.#doing[medium] = availability(this.record, medium);
    this.isPending = false;
  }

  takes(medium: Medium): boolean {
    return this.#media.includes(medium);
  }

  doing(medium: Medium): Availability {
    return this.#doing[medium];
  }

  /** The lines it is eligible for. To be asked when its places are settled. */
  get reach(): Reach {
    this.#reach ??= reachOf(this);
    return this.#reach;
  }

  /** Some strategy looks back this far over its answers. */
  countAnswers(windowMs: number): void {
    this.answersWindowMs = Math.max(this.answersWindowMs, windowMs);
  }

  /** Whether it can be offered something of this medium now, be it in its places among the free or not yet. */
  isToBeHad(medium: Medium): boolean {
    return this.#doing[medium] === 0 || this.isAboutToBeFree(medium);
  }

  join(member: Membership): void {
    this.memberships.push(member);
    const doing = this.doing(member.pool.medium);
    member.index = member.pool.join(this.record.profile.id, doing);
    if (doing === 0) member.list.link(member);
  }

  /**
   * Puts a record. Whoever is not free any more leaves the free of every pool at once; who becomes free only takes its
   * places when told to, since it may be offered a call first. Returns whether it became free for some medium.
   */
  put(record: Agent): boolean {
    const isReordered = record.idleSince !== this.record.idleSince;
    this.record = record;
    let becameFree = false;
    for (let index = 0; index < this.#media.length; index += 1) {
      const medium = this.#media[index];
      if (medium !== undefined && this.#follow(medium, isReordered)) becameFree = true;
    }
    this.isPending = becameFree;
    return becameFree;
  }

  /** Free, without having taken its place among the free yet. */
  isAboutToBeFree(medium: Medium): boolean {
    return this.isPending && this.#doing[medium] !== 0 && availability(this.record, medium) === 0;
  }

  /** Takes its places among the free. */
  takePlaces(): void {
    if (!this.isPending) return;
    this.isPending = false;
    for (const medium of this.#media)
      if (this.#doing[medium] !== 0 && availability(this.record, medium) === 0) this.#move(medium, 0);
  }

  /** True if it became free. */
  #follow(medium: Medium, isReordered: boolean): boolean {
    const before = this.#doing[medium];
    const now = availability(this.record, medium);
    if (now === 0 && before !== 0) return true;
    if (now !== before || (isReordered && now === 0)) this.#move(medium, now);
    return false;
  }

  #move(medium: Medium, now: Availability): void {
    const before = this.#doing[medium];
    this.#doing[medium] = now;
    for (const member of this.memberships) {
      if (member.pool.medium !== medium) continue;
      if (before !== now) member.pool.change(member.index, before, now);
      if (before === 0) member.list.unlink(member);
      if (now === 0) member.list.link(member);
    }
  }
}
