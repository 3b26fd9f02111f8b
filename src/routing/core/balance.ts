/** The queues of one tenant that keep to shares of all that wait in them. */
export interface Balance {
  /** Sum of their shares. */
  shares: number;
  /** Calls that wait in them. */
  waiting: number;
}

/** For queues of other modes: counted, and never asked. */
export const noBalance: Balance = { shares: 1, waiting: 0 };
