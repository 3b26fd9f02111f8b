import { createHash } from "node:crypto";

/** The secret of digest authentication (RFC 7616 §3.4.2, RFC 8760): H(username ":" realm ":" password), in hex. */
export interface Ha1 {
  readonly md5: string;
  readonly sha256: string;
}

export function ha1Of(username: string, realm: string, password: string): Ha1 {
  const secret = `${username}:${realm}:${password}`;
  return {
    md5: createHash("md5").update(secret).digest("hex"),
    sha256: createHash("sha256").update(secret).digest("hex"),
  };
}
