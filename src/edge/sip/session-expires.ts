import { type HeaderLine, header } from "./message.ts";

/** Who refreshes, as seen from the request that sets it: who sent it (`uac`) or who answered it (`uas`). */
export type Refresher = "uac" | "uas";

/** A Session-Expires value (RFC 4028 4). */
export interface SessionExpires {
  readonly seconds: number;
  readonly refresher: Refresher | undefined;
}

const VALUE = /^(\d{1,10})\s*((?:;[^;]*)*)$/;
const REFRESHER = /;\s*refresher\s*=\s*(uac|uas)\s*(?:;|$)/i;

/** Reads one value. Undefined where it is malformed; an unknown refresher counts as none. */
export function parseSessionExpires(value: string | undefined): SessionExpires | undefined {
  const [, seconds, parameters = ""] = VALUE.exec(value ?? "") ?? [];
  if (seconds === undefined) return undefined;
  const refresher = REFRESHER.exec(parameters)?.[1]?.toLowerCase();
  return {
    seconds: Number(seconds),
    refresher: refresher === "uac" || refresher === "uas" ? refresher : undefined,
  };
}

/** The Session-Expires of a message. */
export function sessionExpiresOf(message: {
  readonly headers: readonly HeaderLine[];
}): SessionExpires | undefined {
  return parseSessionExpires(header(message, "session-expires"));
}

/** Writes one value. */
export function writeSessionExpires(seconds: number, refresher: Refresher): string {
  return `${seconds};refresher=${refresher}`;
}

/** The seconds of a Min-SE header (RFC 4028 5); undefined where there is none. */
export function minimumOf(message: { readonly headers: readonly HeaderLine[] }): number | undefined {
  const digits = /^\d{1,10}/.exec(header(message, "min-se") ?? "")?.[0];
  return digits === undefined ? undefined : Number(digits);
}
