const CR = 13;
const LF = 10;

/** Where the head of a message ends and its body begins, in bytes. */
export interface HeadEnd {
  /** Just behind the last header line, its line end left out. */
  readonly head: number;
  /** Just behind the blank line. */
  readonly body: number;
}

/**
 * Finds the blank line that ends a head, at or behind `from`. Lines should end in CRLF (RFC 3261 7); a lone LF is taken for
 * the same, here and in reading the lines, so that the two can never disagree about where a body begins.
 */
export function findHeadEnd(bytes: Buffer, from: number): HeadEnd | undefined {
  for (let end = bytes.indexOf(LF, from); end >= 0; end = bytes.indexOf(LF, end + 1)) {
    const next = bytes[end + 1] === CR ? end + 2 : end + 1;
    if (bytes[next] === LF) return { head: bytes[end - 1] === CR ? end - 1 : end, body: next + 1 };
  }
  return undefined;
}
