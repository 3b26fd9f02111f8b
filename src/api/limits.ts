/** What one peer on the live feed may cost. */
export interface FeedLimits {
  /** Between two pings; a peer that answers none of them in between is cut. */
  readonly heartbeatMs: number;
  /** Sent but not read by the peer; beyond it the peer is cut. */
  readonly unreadBytes: number;
  /** Largest message a peer may send. */
  readonly messageBytes: number;
  /** After a close frame, before the connection is cut. */
  readonly closeWithinMs: number;
}

/** The limits the API page promises. */
export const feedLimits: FeedLimits = {
  heartbeatMs: 15_000,
  unreadBytes: 1024 * 1024,
  messageBytes: 16 * 1024,
  closeWithinMs: 2_000,
};
