/**
 * How much of a message is worth reading. All are far above what devices and carriers send (the longest
 * message of RFC 4475 has 34 Via values and 4 KB), and keep the cost of one message bounded.
 */
export const LIMITS = {
  /** Bytes of start line and header fields; beyond it 513 (RFC 3261 21.5.7). */
  headBytes: 32 * 1024,
  /** Bytes of one header field with its continuation lines; beyond it 513. */
  fieldBytes: 8 * 1024,
  /** Characters of a Request-URI; beyond it 414 (RFC 3261 21.4.12). */
  uriLength: 2_048,
  /** Header field lines; beyond it 400. */
  fields: 256,
  /** Via values: a request may pass 70 hops at most where Max-Forwards begins as it should (RFC 3261 8.1.1.6). */
  vias: 71,
} as const;
