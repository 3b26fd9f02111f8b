import { describe, expect, it } from "vitest";
import { createNonces } from "./nonce.ts";

describe("a nonce", () => {
  let now = 1_000_000;
  const clock = { now: () => now };
  const ids = { token: () => "0123456789abcdef" };
  const nonces = createNonces("key", clock, ids);

  it("is fresh for the address it was made for, until it expires", () => {
    const nonce = nonces.mint("192.0.2.1");
    expect(nonces.isFresh(nonce, "192.0.2.1")).toBe(true);
    now += 299_999;
    expect(nonces.isFresh(nonce, "192.0.2.1")).toBe(true);
    now += 1;
    expect(nonces.isFresh(nonce, "192.0.2.1")).toBe(false);
  });

  it("is not fresh for another address, by another key, or with another expiry", () => {
    const nonce = nonces.mint("192.0.2.1");
    expect(nonces.isFresh(nonce, "192.0.2.2")).toBe(false);
    expect(createNonces("other", clock, ids).isFresh(nonce, "192.0.2.1")).toBe(false);
    expect(nonces.isFresh(nonce.replace(/^[^.]+/, "zzzzzzzzz"), "192.0.2.1")).toBe(false);
    expect(nonces.isFresh("", "192.0.2.1")).toBe(false);
  });
});
