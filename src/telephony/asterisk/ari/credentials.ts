import { createHash, timingSafeEqual } from "node:crypto";

/** Name and password of the Asterisk that may connect. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Whether an Authorization header carries these credentials (RFC 7617), in a time that tells nothing about them. */
export function isAuthorized(authorization: string | undefined, credentials: Credentials): boolean {
  const given = /^Basic ([A-Za-z0-9+/=]+)$/.exec(authorization ?? "")?.[1] ?? "";
  const wanted = `${credentials.username}:${credentials.password}`;
  return timingSafeEqual(digest(Buffer.from(given, "base64")), digest(Buffer.from(wanted, "utf8")));
}

/** Of equal length whatever it is of, so that not even the length is told. */
const digest = (bytes: Buffer): Buffer => createHash("sha256").update(bytes).digest();
