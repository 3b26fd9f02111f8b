import type { AgentId, QueueId, TenantId } from "../ids.ts";
import type {
  AgentStrategy,
  Overflow,
  OverflowTarget,
  PriorityPolicy,
  SearchStep,
} from "../routing/index.ts";
import type { QueueConfig } from "./platform.ts";
import {
  type OverflowDocument,
  type PriorityDocument,
  QueueRules,
  type StrategyDocument,
} from "./queue-document.ts";
import { readStep } from "./search-steps.ts";

/** What a queue is called. */
export interface QueueIdentity {
  readonly id: QueueId;
  readonly tenant: TenantId;
  readonly key: string;
  readonly name: string;
}

/** What the rules of one tenant's queues may name. Undefined: there is none of that name. */
export interface NamesInRules {
  /** An own agent by its key, another tenant's by `lender/agent`. */
  agent(name: string): AgentId | undefined;
  queue(key: string): QueueId | undefined;
}

/** Rules whose expressions are read, but whose names are still names. */
export type ReadRules = Omit<QueueRules, "steps"> & { readonly steps: readonly SearchStep[] };

/** What came of reading rules as they are kept: the rules, or why they cannot be used, in English. */
export type RulesRead =
  | { readonly ok: true; readonly rules: ReadRules }
  | { readonly ok: false; readonly why: string };

/** Reads a queue's rules as they are kept. A newer node may have written what this one does not understand. */
export function readRules(kept: unknown): RulesRead {
  const parsed = QueueRules.safeParse(kept);
  if (!parsed.success) return { ok: false, why: parsed.error.message };
  const read = parsed.data.steps.map((step, index) => readStep(step, `steps.${index}`));
  const faults = read.flatMap((step) => (step.ok ? [] : step.faults));
  if (faults.length > 0) {
    return { ok: false, why: faults.map(({ path, message }) => `${path}: ${message.en}`).join("; ") };
  }
  const steps = read.flatMap((step): readonly SearchStep[] => (step.ok ? [step.step] : []));
  return { ok: true, rules: { ...parsed.data, steps } };
}

/**
 * Makes a queue of its rules: names become ids, lists by priority are filled up. An agent or a queue that is no longer
 * there is passed over: the list goes on without it, the overflow goes to the flow.
 */
export function queueOf(identity: QueueIdentity, rules: ReadRules, names: NamesInRules): QueueConfig {
  const { skipEmptySteps, priority, strategy, overflow, ...same } = rules;
  return {
    ...same,
    ...identity,
    skipsEmptySteps: skipEmptySteps,
    priority: policyOf(priority),
    strategy: strategyOf(strategy, names),
    overflow: overflowOf(overflow, names),
  };
}

function policyOf(document: PriorityDocument): PriorityPolicy {
  switch (document.mode) {
    case "head-start":
      return { ...document, headStartSeconds: listByPriority(document.headStartSeconds, 0) };
    case "accumulating":
      return { ...document, rates: listByPriority(document.rates, 1) };
    case "strict":
    case "balance":
      return document;
  }
}

/** From priority 0 to the highest that is given. */
function listByPriority(given: Readonly<Record<string, number>>, otherwise: number): readonly number[] {
  const highest = Math.max(-1, ...Object.keys(given).map(Number));
  return Array.from({ length: highest + 1 }, (_, priority) => given[priority] ?? otherwise);
}

function strategyOf(document: StrategyDocument, names: NamesInRules): AgentStrategy {
  if (document.by !== "ordered-list") return document;
  return { by: "ordered-list", agents: document.agents.flatMap((name) => names.agent(name) ?? []) };
}

function overflowOf(document: OverflowDocument, names: NamesInRules): Overflow {
  const { "maximum-waiting": full, "maximum-wait": waited, "no-agents": nobody, closed } = document;
  return {
    ...(full && { "maximum-waiting": targetOf(full, names) }),
    ...(waited && { "maximum-wait": targetOf(waited, names) }),
    ...(nobody && { "no-agents": targetOf(nobody, names) }),
    ...(closed && { closed: targetOf(closed, names) }),
  };
}

type TargetDocument = NonNullable<OverflowDocument["closed"]>;

function targetOf(document: TargetDocument, names: NamesInRules): OverflowTarget {
  if (document.to !== "queue") return document;
  const queue = names.queue(document.queue);
  return queue === undefined ? { to: "flow" } : { ...document, queue };
}
