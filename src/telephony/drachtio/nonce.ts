import { createHmac, timingSafeEqual } from "node:crypto";

/** Makes and checks nonces that need no memory: `<expiry>.<token>.<mark>`, bound to the address they were made for. */
export interface Nonces {
  mint(address: string): string;
  /** Made by us for this address, and not expired. */
  isFresh(nonce: string, address: string): boolean;
}

/** How long a nonce lives. After it a right answer is challenged again with `stale=true`. */
const LIFETIME_MS = 300_000;

/** `key` signs the nonces: nodes that share it accept one another's. */
export function createNonces(key: string, clock: { now(): number }, ids: { token(): string }): Nonces {
  const mark = (made: string, address: string) =>
    createHmac("sha256", key).update(`${made} ${address}`).digest("base64url").slice(0, 22);
  return {
    mint(address) {
      const made = `${(clock.now() + LIFETIME_MS).toString(36)}.${ids.token()}`;
      return `${made}.${mark(made, address)}`;
    },
    isFresh(nonce, address) {
      const [expiry = "", token = "", given = ""] = nonce.split(".");
      const ours = sameText(given, mark(`${expiry}.${token}`, address));
      return ours && Number.parseInt(expiry, 36) > clock.now();
    },
  };
}

/** Compares in a time that tells nothing about where the texts differ. */
export function sameText(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
