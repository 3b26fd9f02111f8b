import type { AgentNode } from "./agent-node.ts";
import type { CallNode } from "./call-node.ts";
import type { Line } from "./line.ts";
import type { QueueNode } from "./queue-node.ts";

const none: readonly never[] = [];

/** What a step has yet to look at before the cell is quiet again. */
export class Agenda {
  /** Calls that found their queue full: not kept unless they are offered at once. */
  readonly crowded = new Set<CallNode>();
  /** Agents who signed out: calls kept for them are let go. */
  readonly signedOut = new Set<AgentNode>();
  /** Queues that may have lost the last agent of a step. */
  readonly emptied = new Set<QueueNode>();
  /** Agents who became free, and lines whose calls may be served: what matching looks at. */
  #freed: AgentNode[] = [];
  #hot: Line[] = [];

  /** A line may have calls that can be served now. */
  heat(line: Line): void {
    if (line.isHot) return;
    line.isHot = true;
    this.#hot.push(line);
  }

  /** Takes the lines that became hot since the last time. */
  takeHot(): readonly Line[] {
    const taken = this.#hot;
    if (taken.length === 0) return none;
    this.#hot = [];
    for (const line of taken) line.isHot = false;
    return taken;
  }

  /** An agent became free, or calls may be offered to it that could not be before. */
  free(agent: AgentNode): void {
    if (agent.isFreed) return;
    agent.isFreed = true;
    this.#freed.push(agent);
  }

  /** Takes the agents who became free since the last time. */
  takeFreed(): readonly AgentNode[] {
    const taken = this.#freed;
    if (taken.length === 0) return none;
    this.#freed = [];
    for (const agent of taken) agent.isFreed = false;
    return taken;
  }

  /** Those who became free take their places, where somebody wants to count them. */
  placeFreed(): void {
    for (const agent of this.#freed) agent.takePlaces();
  }

  get isEmpty(): boolean {
    if (this.#hot.length + this.#freed.length > 0) return false;
    return this.emptied.size + this.signedOut.size + this.crowded.size === 0;
  }

  /** What was to be looked at is of no account any more. */
  clear(): void {
    this.takeHot();
    this.takeFreed();
    for (const set of [this.emptied, this.signedOut, this.crowded]) set.clear();
  }
}
