import type { AgentId, QueueId } from "../ids.ts";
import type { AgentProfile, OfferOutcome, Queue, Rental } from "../routing/index.ts";
import type { Arrivals } from "./arrivals.ts";
import type { Distribution } from "./distribution.ts";

/** Callers of one kind: who call one queue with one priority and behave alike. */
export interface CallerClass {
  /** What reports call it; unlike any other's. */
  readonly name: string;
  readonly queue: QueueId;
  /** 0 to 9. */
  readonly priority: number;
  readonly arrivals: Arrivals;
  /** How long a conversation takes, with whomever it is not said otherwise. */
  readonly service: Distribution;
  readonly serviceBy?: ReadonlyMap<AgentId, Distribution>;
  /** How long a caller waits before hanging up; for ever if absent. */
  readonly patience?: Distribution;
  /** As the flow may ask for. */
  readonly maximumWaitSeconds?: number;
  /** Not kept when nobody is signed in who could serve it. False if absent. */
  readonly needsAgents?: boolean;
  /** Answered within this, the service was good. */
  readonly goodWithinMs: number;
  /** The report tells how many waited longer than each of these. */
  readonly tailsMs?: readonly number[];
}

/**
 * A number that goes with how many callers are on the line, in conversation or waiting: their square, or how many more
 * they are than the agents. What it does beyond what is due has a known mean, 0, and tells how lucky a run was:
 * reports give it as a control of what is measured. Only where all calls come at steady rates and all conversations
 * are exponential.
 */
export interface Gauge {
  /** Whether it goes with all callers of the centre, or with those of each class, added up. */
  readonly of: "centre" | "each class";
  readonly reading: (onTheLine: number) => number;
}

/** How agents take offers. At once and always, where nothing is said. */
export interface Answering {
  /** From the offer until the answer, the refusal or the busy signal. */
  readonly delay?: Distribution;
  /** Chances of other outcomes than `answered`. A device that rings out says nothing: routing finds out by itself. */
  readonly chances?: Readonly<Partial<Record<Exclude<OfferOutcome, "answered" | "withdrawn">, number>>>;
  /** How long an agent stays away whom routing made not ready because a device rang out or could not be reached. */
  readonly returnsAfterMs?: number;
}

/** From when to when an agent is signed in, in milliseconds since the simulation began. */
export interface Shift {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * A call centre and the world around it. Voice alone: one call at a time for each agent, and no queue of which agents
 * pick calls by themselves. Wrap-up is as long as the queue says.
 */
export interface Scenario {
  readonly queues: readonly Queue[];
  readonly agents: readonly AgentProfile[];
  readonly rentals: readonly Rental[];
  readonly callers: readonly CallerClass[];
  readonly answering?: Answering;
  /** In order of time. An agent who is not listed is signed in all the time. */
  readonly shifts?: ReadonlyMap<AgentId, readonly Shift[]>;
  /** Calls that can be in the centre at once, in conversation or waiting; more find it busy. No limit if absent. */
  readonly trunks?: number;
  /** Epoch milliseconds of the beginning, for what goes by the calendar. 0 if absent. */
  readonly beginsAt?: number;
  /** None if absent. */
  readonly gauges?: readonly Gauge[];
  /** Asks routing for the expected wait of each caller who has to wait, to compare it with what comes. */
  readonly asksForEstimates?: boolean;
}

/**
 * How much is simulated. After the warm-up come `batches` of equal time; the figures' errors are judged by how much
 * the batches differ, so each should be long against how long a busy spell lasts.
 */
export interface Length {
  readonly seed: number;
  readonly warmUpMs: number;
  readonly batchMs: number;
  readonly batches: number;
}
