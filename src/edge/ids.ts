import { randomUUID } from "node:crypto";

/** RFC 3261 8.1.1.7: every branch made by this generation of SIP begins like this. */
export const MAGIC_COOKIE = "z9hG4bK";

/** Where the server's chance comes from. */
export interface Ids {
  /** A UUID: frame and transaction ids of the control protocol. */
  uuid(): string;
  /** A tag with 80 random bits (RFC 3261 19.3 asks for at least 32). */
  tag(): string;
  /** A Via branch, unique over space and time. */
  branch(): string;
  /** A Call-ID of our own. */
  callId(): string;
  /** A first CSeq number, below 2^31 with ample room to count up (RFC 3261 8.1.1.5). */
  firstCSeq(): number;
  /** A number from 0 up to, not including, 1: for choices by weight. */
  chance(): number;
}

/** Ids from the operating system's randomness. */
export const randomIds: Ids = {
  uuid: () => randomUUID(),
  tag: () => {
    const uuid = randomUUID();
    return uuid.slice(24) + uuid.slice(0, 8);
  },
  branch: () => MAGIC_COOKIE + randomUUID(),
  callId: () => randomUUID(),
  firstCSeq: () => 100_000_000 + (Number.parseInt(randomUUID().slice(0, 7), 16) % 100_000_000),
  chance: () => Math.random(),
};
