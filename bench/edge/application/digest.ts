import { createHash } from "node:crypto";

/** Digest authentication as small as a benchmark can have it: MD5, one realm, one user, a nonce that never changes. */
const realm = "load";
const nonce = createHash("md5").update("a nonce for measuring").digest("hex");
const known = md5(`load:${realm}:secret`);

export function challenge(): string {
  return `Digest realm="${realm}", nonce="${nonce}", algorithm=MD5, qop="auth"`;
}

/** Whether an Authorization value proves the password (RFC 2617 3.2.2). */
export function isProven(value: string, method: string): boolean {
  const field = (name: string): string => new RegExp(`\\b${name}="?([^",]*)`).exec(value)?.[1] ?? "";
  const [uri, qop, nc, cnonce] = ["uri", "qop", "nc", "cnonce"].map(field);
  const asked = md5(`${method}:${uri}`);
  const middle = qop ? `${field("nonce")}:${nc}:${cnonce}:${qop}` : field("nonce");
  return field("nonce") === nonce && field("response") === md5(`${known}:${middle}:${asked}`);
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
