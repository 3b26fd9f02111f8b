/** How large a cell is. Everything else about it follows from these in proportion. */
export interface Scale {
  readonly agents: number;
  readonly skills: number;
  readonly queues: number;
  /** Calls that wait, held about steady. */
  readonly waiting: number;
}

export const large: Scale = { agents: 10_000, skills: 200, queues: 500, waiting: 20_000 };

/** A tenth of everything. */
export const small: Scale = { agents: 1_000, skills: 20, queues: 50, waiting: 2_000 };
