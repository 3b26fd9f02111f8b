import { createHash } from "node:crypto";
import { splitOutsideQuotes, unquoted } from "./name-addr.ts";
import { sameText } from "./nonce.ts";
import type { Ha1 } from "./ports.ts";

/** Offered strongest first (RFC 8760 §2.3). */
const ALGORITHMS = ["SHA-256", "MD5"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** One answer to a digest challenge (RFC 7616 §3.4). Without `qop` it is in the older form of RFC 2069. */
export interface DigestAnswer {
  readonly username: string;
  readonly realm: string;
  readonly nonce: string;
  readonly uri: string;
  readonly response: string;
  readonly algorithm: Algorithm;
  readonly quality?: { readonly nonceCount: string; readonly clientNonce: string };
}

/**
 * The answers in an Authorization or Proxy-Authorization value for our realm. Several may stand there, and a
 * message may have several such headers, which reach us joined by commas.
 */
export function digestAnswers(header: string, realm: string): readonly DigestAnswer[] {
  return schemes(header).flatMap((fields) => {
    const answer = digestAnswer(fields);
    return answer?.realm === realm ? [answer] : [];
  });
}

/** `Digest a=1, b=2, Digest c=3` → the fields of each Digest. */
function schemes(header: string): readonly ReadonlyMap<string, string>[] {
  const found: Map<string, string>[] = [];
  for (const part of splitOutsideQuotes(header, ",")) {
    const [, scheme, field = ""] = /^(?:([A-Za-z]+)\s+)?(\S.*)$/s.exec(part) ?? [];
    if (scheme !== undefined) found.push(new Map([["scheme", scheme.toLowerCase()]]));
    const equals = field.indexOf("=");
    if (equals > 0)
      found
        .at(-1)
        ?.set(field.slice(0, equals).trim().toLowerCase(), unquoted(field.slice(equals + 1).trim()));
  }
  return found.filter((fields) => fields.get("scheme") === "digest");
}

function digestAnswer(fields: ReadonlyMap<string, string>): DigestAnswer | undefined {
  const [username, realm, nonce] = [fields.get("username"), fields.get("realm"), fields.get("nonce")];
  const [uri, response] = [fields.get("uri"), fields.get("response")];
  const named = (fields.get("algorithm") ?? "MD5").toUpperCase();
  const algorithm = ALGORITHMS.find((known) => known === named);
  if (username === undefined || realm === undefined || nonce === undefined) return undefined;
  if (uri === undefined || response === undefined || algorithm === undefined) return undefined;
  const answer = { username, realm, nonce, uri, response: response.toLowerCase(), algorithm };
  const qop = fields.get("qop");
  if (qop === undefined) return answer;
  const [nonceCount, clientNonce] = [fields.get("nc"), fields.get("cnonce")];
  if (qop.toLowerCase() !== "auth" || nonceCount === undefined || clientNonce === undefined) return undefined;
  return { ...answer, quality: { nonceCount, clientNonce } };
}

/** The response that proves knowledge of `ha1` for this method (RFC 7616 §3.4.1). */
export function digestResponse(answer: DigestAnswer, method: string, ha1: Ha1): string {
  const hash = (text: string) =>
    createHash(answer.algorithm === "MD5" ? "md5" : "sha256")
      .update(text)
      .digest("hex");
  const secret = answer.algorithm === "MD5" ? ha1.md5 : ha1.sha256;
  const { nonce, quality } = answer;
  const middle = quality === undefined ? nonce : `${nonce}:${quality.nonceCount}:${quality.clientNonce}:auth`;
  return hash(`${secret}:${middle}:${hash(`${method}:${answer.uri}`)}`);
}

/** Whether the answer proves knowledge of `ha1`. */
export function provesDigest(answer: DigestAnswer, method: string, ha1: Ha1): boolean {
  return sameText(answer.response, digestResponse(answer, method, ha1));
}

/** One challenge for each algorithm, strongest first; each belongs in a header line of its own (RFC 3261 §7.3.1). */
export function challenges(realm: string, nonce: string, stale: boolean): readonly string[] {
  return ALGORITHMS.map(
    (algorithm) =>
      `Digest realm="${realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth"${stale ? ", stale=true" : ""}`,
  );
}
