/** The final response of one branch. */
export interface Final<Response> {
  readonly branch: number;
  readonly status: number;
  /** Whether nobody sent it: time ran out, or the target cannot be reached. */
  readonly local: boolean;
  readonly response: Response;
}

/** Responses that tell the caller how to do better (RFC 3261 16.7 item 6). */
const HELPFUL = new Set([401, 407, 415, 420, 484]);

/**
 * The response that a caller is best served with, of those all branches gave (RFC 3261 16.7 item 6): a 6xx, else
 * one of the lowest class; within it one that helps, then one that somebody sent, then the earliest.
 */
export function bestOf<Response>(finals: readonly Final<Response>[]): Final<Response> | undefined {
  return finals.toSorted((one, other) => rank(one) - rank(other))[0];
}

function rank({ status, local }: Final<unknown>): number {
  const hundreds = Math.floor(status / 100);
  const byClass = hundreds === 6 ? 0 : hundreds;
  const within = HELPFUL.has(status) ? 0 : 1 + Number(local) + 2 * Number(status === 487);
  return byClass * 10 + within;
}

/** Whether a response asks for credentials. */
export function isChallenge(status: number): boolean {
  return status === 401 || status === 407;
}
