import { createHash } from "node:crypto";

/** A challenge of WWW-Authenticate or Proxy-Authenticate (RFC 7616 §3.3) that can be answered. */
export interface Challenge {
  readonly realm: string;
  readonly nonce: string;
  readonly algorithm: "MD5" | "SHA-256";
  /** Undefined: the legacy form of RFC 2069. */
  readonly qop: "auth" | undefined;
  readonly opaque: string | undefined;
  readonly stale: boolean;
}

/** What a digest is computed over. */
export interface DigestInput {
  readonly username: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly cnonce: string;
  /** How often this nonce has been used, this time included. */
  readonly nonceCount: number;
}

/** The first of the offered challenges that can be answered (RFC 8760 §2.4: the server's order is its preference). */
export function readChallenge(values: readonly string[]): Challenge | undefined {
  return values.map(readOne).find((challenge) => challenge !== undefined);
}

function readOne(value: string): Challenge | undefined {
  if (!/^Digest\s/i.test(value)) return undefined;
  const fields = fieldsOf(value.slice(7));
  const algorithm = (fields.get("algorithm") ?? "MD5").toUpperCase();
  const offered = fields
    .get("qop")
    ?.split(",")
    .map((one) => one.trim().toLowerCase());
  const realm = fields.get("realm");
  const nonce = fields.get("nonce");
  if (realm === undefined || nonce === undefined) return undefined;
  if (algorithm !== "MD5" && algorithm !== "SHA-256") return undefined;
  if (offered !== undefined && !offered.includes("auth")) return undefined;
  const qop = offered === undefined ? undefined : "auth";
  const stale = fields.get("stale")?.toLowerCase() === "true";
  return { realm, nonce, algorithm, qop, opaque: fields.get("opaque"), stale };
}

function fieldsOf(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  for (const [, name = "", quoted, plain = ""] of text.matchAll(
    /([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/g,
  )) {
    fields.set(name.toLowerCase(), quoted === undefined ? plain : quoted.replace(/\\(.)/g, "$1"));
  }
  return fields;
}

/** The `response` field (RFC 7616 §3.4.1). */
export function digestResponse(challenge: Challenge, input: DigestInput): string {
  const hash = (text: string): string =>
    createHash(challenge.algorithm === "MD5" ? "md5" : "sha256")
      .update(text)
      .digest("hex");
  const secret = hash(`${input.username}:${challenge.realm}:${input.password}`);
  const target = hash(`${input.method}:${input.uri}`);
  if (challenge.qop === undefined) return hash(`${secret}:${challenge.nonce}:${target}`);
  return hash(
    [secret, challenge.nonce, hexCount(input.nonceCount), input.cnonce, challenge.qop, target].join(":"),
  );
}

/** The value of Authorization or Proxy-Authorization (RFC 7616 §3.4). */
export function authorization(challenge: Challenge, input: DigestInput): string {
  const fields = [
    `username="${input.username}"`,
    `realm="${challenge.realm}"`,
    `nonce="${challenge.nonce}"`,
    `uri="${input.uri}"`,
    `response="${digestResponse(challenge, input)}"`,
    `algorithm=${challenge.algorithm}`,
  ];
  if (challenge.opaque !== undefined) fields.push(`opaque="${challenge.opaque}"`);
  if (challenge.qop !== undefined) {
    fields.push(`qop=${challenge.qop}`, `nc=${hexCount(input.nonceCount)}`, `cnonce="${input.cnonce}"`);
  }
  return `Digest ${fields.join(", ")}`;
}

function hexCount(count: number): string {
  return count.toString(16).padStart(8, "0");
}
