import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const BYTES = 16;

/**
 * Marks what this server hands out and must recognise when it comes back: nobody else can make a mark
 * (HMAC-SHA-256, cut to 128 bits). Marks consist of letters, digits, `-` and `_`.
 */
export class Seal {
  readonly #key: Buffer;

  /** With a secret, marks outlive this process; without one they end with it. */
  constructor(secret: string | undefined) {
    this.#key = secret === undefined ? randomBytes(32) : createHash("sha256").update(secret).digest();
  }

  /** The mark of these texts; none of them may hold a line break. */
  mark(...texts: readonly string[]): string {
    return this.#digest(texts).toString("base64url");
  }

  /** Whether the mark is ours. Takes the same time for any wrong mark. */
  fits(mark: string, ...texts: readonly string[]): boolean {
    const given = Buffer.from(mark, "base64url");
    return given.length === BYTES && timingSafeEqual(given, this.#digest(texts));
  }

  #digest(texts: readonly string[]): Buffer {
    return createHmac("sha256", this.#key).update(texts.join("\n"), "latin1").digest().subarray(0, BYTES);
  }
}
