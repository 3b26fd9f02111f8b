/** What a RAck header acknowledges (RFC 3262 7.2). */
export interface RAck {
  readonly rseq: number;
  readonly cseq: number;
  /** As written; methods are case-sensitive. */
  readonly method: string;
}

const LARGEST = 2 ** 32 - 1;

/** Reads RSeq (RFC 3262 7.1). Undefined where it is absent or no number from 1 to 2^32 - 1. */
export function parseRSeq(value: string | undefined): number | undefined {
  return positive(/^\d{1,10}$/.exec(value ?? "")?.[0]);
}

/**
 * Reads RAck: response number, CSeq number, method. Undefined where it is absent or malformed. What stands behind
 * the method is passed over: callers in the field write it twice, and their meaning is plain.
 */
export function parseRAck(value: string | undefined): RAck | undefined {
  const [, response, sequence, method] = /^(\d{1,10})\s+(\d{1,10})\s+(\S+)/.exec(value ?? "") ?? [];
  const rseq = positive(response);
  if (rseq === undefined || sequence === undefined || method === undefined) return undefined;
  return { rseq, cseq: Number(sequence), method };
}

function positive(digits: string | undefined): number | undefined {
  const number = Number(digits ?? 0);
  return number > 0 && number <= LARGEST ? number : undefined;
}
