import { randomBytes } from "node:crypto";

/** A token nobody else uses: for tags, Call-IDs and cnonces. */
export function freshToken(): string {
  return randomBytes(8).toString("hex");
}

/** A Via branch (RFC 3261 §8.1.1.7). */
export function freshBranch(): string {
  return `z9hG4bK${freshToken()}`;
}
