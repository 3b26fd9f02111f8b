/**
 * What is counted for each class of callers; times in milliseconds. Those who entered were served, abandoned or
 * overflowed; they waited if that was not at once.
 */
export const callerColumn = {
  arrived: 0,
  /** Found all trunks busy. */
  blocked: 1,
  /** Not kept by the queue on arrival. */
  refused: 2,
  /** Not kept by the queue later. */
  overflowed: 3,
  abandoned: 4,
  served: 5,
  waited: 6,
  /** Waits of all that entered, of those served and of those who hung up. */
  waitMs: 7,
  servedWaitMs: 8,
  abandonedWaitMs: 9,
  /** Answered within the time that counts as good. */
  good: 10,
  /** Hung up within it. */
  abandonedSoon: 11,
  /** Length of the conversations that began. */
  serviceMs: 12,
  /** Served after a wait that had been estimated; squared errors (s²) and waits (s) of those. */
  estimated: 13,
  estimateSquares: 14,
  estimatedWaits: 15,
} as const;

export type CallerCount = keyof typeof callerColumn;

/** What is measured of each agent. Milliseconds. */
export const agentColumn = { ready: 0, reserved: 1, talking: 2, "wrap-up": 3 } as const;

export type AgentCount = keyof typeof agentColumn;

/** What a gauge did, as `Surprise` tells. */
const gaugeColumn = { beyondDue: 0, changed: 1 } as const;

export type GaugeCount = keyof typeof gaugeColumn;

const callerColumns = Object.keys(callerColumn).length;
const agentColumns = Object.keys(agentColumn).length;
const gaugeColumns = Object.keys(gaugeColumn).length;

/** How many there are of what is counted. */
export interface Sizes {
  /** For each class of callers, how many tails are counted. */
  readonly tails: readonly number[];
  readonly agents: number;
  readonly tenants: number;
  readonly gauges: number;
}

/** Where in a row of counts each thing stands. */
export class Columns {
  readonly size: number;
  readonly #classes: readonly { readonly first: number; readonly tails: number }[];
  readonly #firstOfAgents: number;
  readonly #tenants: number;
  readonly #firstOfGauges: number;

  constructor({ tails, agents, tenants, gauges }: Sizes) {
    let first = 0;
    this.#classes = tails.map((count) => {
      const block = { first, tails: count };
      first += callerColumns + count + agents;
      return block;
    });
    this.#firstOfAgents = first;
    this.#tenants = tenants;
    this.#firstOfGauges = first + agents * (agentColumns + tenants);
    this.size = this.#firstOfGauges + gauges * gaugeColumns;
  }

  /** The first of a class's columns; the others follow as in `callerColumn`. */
  ofClass(callers: number): number {
    return this.#classes[callers]?.first ?? Number.NaN;
  }

  /** Of a class: those that waited longer than its nth limit, however it ended. */
  ofTail(callers: number, nth: number): number {
    return this.ofClass(callers) + callerColumns + nth;
  }

  /** Of a class: those served by this agent. */
  ofMatch(callers: number, agent: number): number {
    return this.ofTail(callers, this.#classes[callers]?.tails ?? 0) + agent;
  }

  ofAgent(agent: number, count: AgentCount): number {
    return this.#firstOfAgents + agent * (agentColumns + this.#tenants) + agentColumn[count];
  }

  /** Time of this agent spent on work for this tenant: reserved, talking or in wrap-up. */
  ofTenant(agent: number, tenant: number): number {
    return this.#firstOfAgents + agent * (agentColumns + this.#tenants) + agentColumns + tenant;
  }

  ofGauge(gauge: number, count: GaugeCount): number {
    return this.#firstOfGauges + gauge * gaugeColumns + gaugeColumn[count];
  }
}

/**
 * Counts, a row for each batch. When there would be more than `mostRows` each two become one, and so on from there:
 * then a row is `batchesInRow` batches, and what has not filled a row is not told yet.
 */
export class Tally {
  batchesInRow = 1;
  readonly #row: Float64Array;
  readonly #mostRows: number;
  #rows: Float64Array[] = [];
  #batches = 0;

  constructor({ size }: Columns, mostRows = Number.POSITIVE_INFINITY) {
    this.#row = new Float64Array(size);
    this.#mostRows = mostRows;
  }

  add(column: number, amount: number): void {
    this.#row[column] = (this.#row[column] ?? 0) + amount;
  }

  /** Ends a batch and keeps it. */
  keep(): void {
    this.#batches += 1;
    if (this.#batches < this.batchesInRow) return;
    if (this.#rows.length >= this.#mostRows) return this.#fold();
    this.#rows.push(this.#row.slice());
    this.forget();
  }

  /** Ends a batch and forgets it. */
  forget(): void {
    this.#row.fill(0);
    this.#batches = 0;
  }

  /** The row in hand goes on as the first half of one twice as long. `mostRows` is even. */
  #fold(): void {
    this.#rows = this.#rows.flatMap((row, nth) => {
      const next = this.#rows[nth + 1];
      return nth % 2 === 1 || next === undefined ? [] : [row.map((sum, at) => sum + (next[at] ?? 0))];
    });
    this.batchesInRow *= 2;
  }

  /** The sum of some columns, batch by batch. */
  series(columns: readonly number[]): Float64Array {
    return Float64Array.from(this.#rows, (row) =>
      columns.reduce((sum, column) => sum + (row[column] ?? Number.NaN), 0),
    );
  }
}
