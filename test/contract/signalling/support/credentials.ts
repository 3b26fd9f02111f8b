import { createHash } from "node:crypto";
import type { SipMessage } from "./message.ts";

export const REALM = "fivenines";

const hashed = (algorithm: "md5" | "sha256", text: string): string =>
  createHash(algorithm).update(text).digest("hex");

export function ha1Of(username: string, password: string): { readonly md5: string; readonly sha256: string } {
  const text = `${username}:${REALM}:${password}`;
  return { md5: hashed("md5", text), sha256: hashed("sha256", text) };
}

/** Answers the challenge of that algorithm as a softphone would (RFC 7616). */
export function answerChallenge(
  challenge: SipMessage,
  who: { readonly username: string; readonly password: string },
  method: string,
  uri: string,
  algorithm: "MD5" | "SHA-256" = "MD5",
): string {
  const offers = [...challenge.headers("WWW-Authenticate"), ...challenge.headers("Proxy-Authenticate")];
  const offer = offers.find((one) => one.includes(`algorithm=${algorithm},`)) ?? "";
  const nonce = /nonce="([^"]*)"/.exec(offer)?.[1] ?? "";
  const hash = algorithm === "MD5" ? ("md5" as const) : ("sha256" as const);
  const ha2 = hashed(hash, `${method}:${uri}`);
  const response = hashed(hash, `${ha1Of(who.username, who.password)[hash]}:${nonce}:00000001:c:auth:${ha2}`);
  return (
    `Digest username="${who.username}", realm="${REALM}", nonce="${nonce}", uri="${uri}", ` +
    `response="${response}", algorithm=${algorithm}, qop=auth, nc=00000001, cnonce="c"`
  );
}
