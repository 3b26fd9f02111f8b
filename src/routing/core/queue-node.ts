import { type AgentId, type QueueId, TenantId } from "../../ids.ts";
import { WaitPredictor } from "../ewt/index.ts";
import type { Queue } from "../queue.ts";
import type { QueueMemory } from "../snapshot.ts";
import { type Ranker, rankerOf } from "../strategies/index.ts";
import { type Balance, noBalance } from "./balance.ts";
import type { CallNode } from "./call-node.ts";
import type { Line } from "./line.ts";
import { QueueCalls } from "./queue-calls.ts";

import { type RecentAnswers, recentAnswers } from "./recent-answers.ts";

/** What a queue remembers: handed on from one configuration to the next. */
export interface QueuePast {
  readonly waits: WaitPredictor;
  readonly recent: RecentAnswers;
  readonly lastOffered: AgentId | undefined;
}

export function pastOf({ waits, recent, lastOffered }: QueueMemory): QueuePast {
  return { waits: new WaitPredictor(waits), recent: recentAnswers(recent), lastOffered };
}

function noPast(): QueuePast {
  return { waits: new WaitPredictor(), recent: recentAnswers([]), lastOffered: undefined };
}

/** A queue at work: its rules made ready, its calls, and what it remembers. */
export class QueueNode {
  readonly id: QueueId;
  readonly rules: Queue;
  readonly lines: Line[] = [];
  /** All calls that wait, those that ring included. */
  readonly calls = new QueueCalls();
  readonly ranker: Ranker;
  /** The queues among which this one keeps its share, if it is of that mode. */
  balance: Balance = noBalance;
  readonly waits: WaitPredictor;
  readonly recent: RecentAnswers;
  lastOffered: AgentId | undefined;

  constructor(rules: Queue, past: QueuePast = noPast()) {
    this.id = rules.id;
    this.rules = rules;
    this.ranker = rankerOf(rules.strategy);
    this.waits = past.waits;
    this.recent = past.recent;
    this.lastOffered = past.lastOffered;
  }

  enter(call: CallNode): void {
    this.calls.add(call);
    this.balance.waiting += 1;
  }

  leave(call: CallNode): void {
    this.calls.remove(call);
    this.balance.waiting -= 1;
  }

  lineOf({ record }: CallNode): Line | undefined {
    return this.lines[record.step];
  }

  /** Whether somebody signed in could serve its calls at some step. */
  get isServed(): boolean {
    return this.lines.some(({ pool }) => pool.signedIn > 0);
  }

  /** So many free agents are not offered calls of this priority. */
  keptFrom(priority: number): number {
    let kept = 0;
    for (const { agents, fromPriority } of this.rules.keepFree) {
      if (priority < fromPriority && agents > kept) kept = agents;
    }
    return kept;
  }

  /** How far it is above its target part of all that wait in queues that balance, in calls. */
  get excess(): number {
    const { priority } = this.rules;
    if (priority.mode !== "balance") return 0;
    return this.calls.size - (priority.share / this.balance.shares) * this.balance.waiting;
  }

  memory(): QueueMemory {
    const { id, lastOffered } = this;
    const memory = { id, waits: this.waits.memory(), recent: this.recent.list() };
    return lastOffered === undefined ? memory : { ...memory, lastOffered };
  }
}

/** Stands in for a queue that is no longer configured, for as long as one of its calls rings. */
export function retiredQueue(id: QueueId): QueueNode {
  return new QueueNode({
    id,
    tenant: TenantId(""),
    medium: "voice",
    steps: [],
    skipsEmptySteps: false,
    priority: { mode: "strict", topAfterSeconds: Number.POSITIVE_INFINITY },
    strategy: { by: "longest-idle" },
    keepFree: [],
    offering: { mode: "one" },
    autoAnswer: false,
    ringForSeconds: 0,
    wrapUpSeconds: 0,
    declinedPauseSeconds: 0,
    busyPauseSeconds: 0,
    overflow: {},
    target: { share: 0, withinSeconds: 0 },
  });
}
