import { createHash } from "node:crypto";

/** A challenge for MD5 with `qop=auth` (RFC 7616 3.3), as a WWW-Authenticate value. */
export function challenge(realm: string, nonce: string): string {
  return `Digest realm="${realm}", nonce="${nonce}", qop="auth", algorithm=MD5`;
}

/** Whether an Authorization value proves the password for that method (RFC 7616 3.4.1). */
export function proves(authorization: string, method: string, password: string): boolean {
  const values = new Map(
    [...authorization.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(
      ([, name = "", quoted, plain]) => [name, quoted ?? plain ?? ""] as const,
    ),
  );
  const value = (name: string): string => values.get(name) ?? "";
  const secret = md5(value("username"), value("realm"), password);
  const request = md5(method, value("uri"));
  return (
    value("response") === md5(secret, value("nonce"), value("nc"), value("cnonce"), value("qop"), request)
  );
}

function md5(...parts: readonly string[]): string {
  return createHash("md5").update(parts.join(":")).digest("hex");
}
