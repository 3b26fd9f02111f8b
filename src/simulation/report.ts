import type { AgentId, TenantId } from "../ids.ts";
import { tenantsOf } from "./agent-times.ts";
import { perTime, type Ratio } from "./batch-means.ts";
import { Roster } from "./roster.ts";
import type { Length, Scenario } from "./scenario.ts";
import {
  type AgentCount,
  type CallerCount,
  type Columns,
  callerColumn,
  type GaugeCount,
  type Tally,
} from "./tally.ts";

/**
 * How callers fared: all of them, or those of some classes. Each figure is a ratio, which `measured` turns into a value
 * and its standard error. Waits are those of callers who entered: found a trunk and were kept by the queue. They
 * run until the caller was connected, hung up or was given up.
 */
export interface CallerFigures {
  readonly arrivalsPerMs: Ratio;
  /** Of all that called. */
  readonly blocked: Ratio;
  /** Of all that called: turned away by the queue at once. */
  readonly refused: Ratio;
  /** Of those who entered, like all that follow. */
  readonly waited: Ratio;
  readonly abandoned: Ratio;
  readonly overflowed: Ratio;
  /** Answered within the class's good time. */
  readonly good: Ratio;
  readonly abandonedSoon: Ratio;
  readonly waitMs: Ratio;
  /** The wait of those who had to. */
  readonly waitOfWaitedMs: Ratio;
  readonly waitOfServedMs: Ratio;
  readonly waitOfAbandonedMs: Ratio;
  /** Waited longer than the nth of the class's tails (of each class, for several). */
  readonly tails: readonly Ratio[];
  readonly serviceMs: Ratio;
  /** Mean squared error of the estimated waits (s²), and the mean of the waits that came (s). */
  readonly estimateSquares: Ratio;
  readonly estimatedWaits: Ratio;
}

/**
 * What a gauge did, for each millisecond. Both are 0 in the mean, whatever routing does, and so are controls of all that
 * is measured in steady state (approximating martingales; Henderson and Glynn 2002).
 */
export interface Surprise {
  /**
   * By how much calls that came raised it and conversations that ended lowered it, less what was due: in each moment
   * that which one more call would do times the rate of calls, and so for each conversation (events less their
   * compensator are a martingale; Brémaud 1981, ch. II). Calls that find no trunk count as if they had found one.
   */
  readonly beyondDue: Ratio;
  /** The last reading of a batch less the first. */
  readonly changed: Ratio;
}

/** What came of a simulation. */
export class Report {
  /** Events that routing was given. */
  readonly events: number;
  readonly #scenario: Scenario;
  readonly #length: Length;
  readonly #columns: Columns;
  readonly #tally: Tally;
  readonly #roster: Roster;

  constructor(scenario: Scenario, length: Length, columns: Columns, tally: Tally, events: number) {
    this.events = events;
    this.#scenario = scenario;
    this.#length = length;
    this.#columns = columns;
    this.#tally = tally;
    this.#roster = new Roster(scenario);
  }

  /** Figures of the callers of these classes together; of all classes if none is named. */
  callers(...names: readonly string[]): CallerFigures {
    const arrived = this.#count(names, "arrived");
    const served = this.#count(names, "served");
    const abandoned = this.#count(names, "abandoned");
    const entered = this.#count(names, "served", "abandoned", "overflowed");
    const of = (under: Float64Array, count: CallerCount): Ratio => ({
      over: this.#count(names, count),
      under,
    });
    return {
      arrivalsPerMs: this.#perTime(arrived),
      blocked: of(arrived, "blocked"),
      refused: of(arrived, "refused"),
      waited: of(entered, "waited"),
      abandoned: of(entered, "abandoned"),
      overflowed: of(entered, "overflowed"),
      good: of(entered, "good"),
      abandonedSoon: of(entered, "abandonedSoon"),
      waitMs: of(entered, "waitMs"),
      waitOfWaitedMs: of(this.#count(names, "waited"), "waitMs"),
      waitOfServedMs: of(served, "servedWaitMs"),
      waitOfAbandonedMs: of(abandoned, "abandonedWaitMs"),
      tails: this.#tails(names).map((over) => ({ over, under: entered })),
      serviceMs: of(served, "serviceMs"),
      estimateSquares: of(this.#count(names, "estimated"), "estimateSquares"),
      estimatedWaits: of(this.#count(names, "estimated"), "estimatedWaits"),
    };
  }

  /** How many of them there were in all. */
  count(what: CallerCount, ...names: readonly string[]): number {
    return this.#count(names, what).reduce((sum, count) => sum + count, 0);
  }

  /** Callers of a class who were served by this agent, per millisecond. */
  matches(name: string, agent: AgentId): Ratio {
    const columns = this.#classes([name]).map((of) =>
      this.#columns.ofMatch(of, this.#roster.numberOf(agent)),
    );
    return this.#perTime(this.#tally.series(columns));
  }

  /** Part of all time that an agent spent so. */
  timeOf(agent: AgentId, doing: AgentCount): Ratio {
    const column = this.#columns.ofAgent(this.#roster.numberOf(agent), doing);
    return this.#perTime(this.#tally.series([column]));
  }

  /** Part of all agents' signed-in time that was spent on calls: reserved, talking or in wrap-up. */
  occupancy(): Ratio {
    const all = this.#scenario.agents.map((_, number) => number);
    const time = (doing: AgentCount): Float64Array =>
      this.#tally.series(all.map((agent) => this.#columns.ofAgent(agent, doing)));
    const work = sumOf([time("reserved"), time("talking"), time("wrap-up")]);
    return { over: work, under: sumOf([work, time("ready")]) };
  }

  /** Part of these agents' work that was for this tenant; of all agents if none is named. */
  shareOf(tenant: TenantId, agents: readonly AgentId[] = this.#scenario.agents.map(({ id }) => id)): Ratio {
    const tenants = tenantsOf(this.#scenario);
    const work = tenants.map((_, number) => this.#workFor(number, agents));
    return { over: this.#workFor(tenants.indexOf(tenant), agents), under: sumOf(work) };
  }

  /** What each of the scenario's gauges did. */
  surprises(): readonly Surprise[] {
    const { gauges = [] } = this.#scenario;
    const of = (gauge: number, count: GaugeCount): Ratio =>
      this.#perTime(this.#tally.series([this.#columns.ofGauge(gauge, count)]));
    return gauges.map((_, gauge) => ({
      beyondDue: of(gauge, "beyondDue"),
      changed: of(gauge, "changed"),
    }));
  }

  #perTime(over: Float64Array): Ratio {
    return perTime(over, this.#length.batchMs * this.#tally.batchesInRow);
  }

  #workFor(tenant: number, agents: readonly AgentId[]): Float64Array {
    return this.#tally.series(
      agents.map((agent) => this.#columns.ofTenant(this.#roster.numberOf(agent), tenant)),
    );
  }

  #count(names: readonly string[], ...counts: readonly CallerCount[]): Float64Array {
    const columns = this.#classes(names).flatMap((of) =>
      counts.map((count) => this.#columns.ofClass(of) + callerColumn[count]),
    );
    return this.#tally.series(columns);
  }

  #tails(names: readonly string[]): readonly Float64Array[] {
    const classes = this.#classes(names);
    const fewest = Math.min(...classes.map((of) => this.#scenario.callers[of]?.tailsMs?.length ?? 0));
    return Array.from({ length: fewest }, (_, nth) =>
      this.#tally.series(classes.map((of) => this.#columns.ofTail(of, nth))),
    );
  }

  #classes(names: readonly string[]): readonly number[] {
    const all = this.#scenario.callers.map(({ name }) => name);
    return (names.length === 0 ? all : names).map((name) => {
      const number = all.indexOf(name);
      if (number < 0) throw new Error(`there is no class of callers ${name}`);
      return number;
    });
  }
}

function sumOf(series: readonly Float64Array[]): Float64Array {
  const [first = new Float64Array(), ...others] = series;
  return first.map((number, at) => others.reduce((sum, other) => sum + (other[at] ?? 0), number));
}
