import { type NameAddress, parseNameAddress, quotedName } from "./name-addr.ts";
import { encodedUser, parseUri } from "./uri.ts";

/** The methods this server takes, for OPTIONS and refusals (RFC 3261 §20.5). */
export const ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REGISTER";
/** The bodies it passes on. */
export const ACCEPT = "application/sdp, application/dtmf-relay, application/dtmf";

/**
 * Asks a device to answer by itself. RFC 5373 is the standard and few heed it; desk phones look for a parameter of
 * Alert-Info (Yealink, AudioCodes, Mitel, which wants the delay too) or of Call-Info (Gigaset, AudioCodes), softphones
 * for one or the other. The URIs are there because the grammar wants one (RFC 3261 §20.4, §20.9): they lead nowhere.
 */
export const autoAnswerHeaders = {
  "Alert-Info": "<http://localhost>;info=alert-autoanswer;delay=0",
  "Call-Info": "<sip:localhost>;answer-after=0",
  "Answer-Mode": "Auto",
} as const;

const MOST_HOPS = 70;
const LONGEST_IDENTITY = 64;

/** Max-Forwards for the next hop, or `too-many-hops` where the request may go no further (RFC 3261 §16.3). */
export function nextMaxForwards(received: string | undefined): number | "too-many-hops" {
  const hops = received === undefined || !/^\d{1,3}$/.test(received.trim()) ? MOST_HOPS : Number(received);
  return hops < 1 ? "too-many-hops" : Math.min(hops, MOST_HOPS) - 1;
}

/** Who calls: a number or other user name, and a name to show. */
export interface Identity {
  readonly user: string;
  readonly name: string;
}

/** The asserted identity if there is one (RFC 3325), else what From says. */
export function callerIdentity(asserted: string | undefined, from: string | undefined): Identity {
  return identity(asserted) ?? identity(from) ?? { user: "anonymous", name: "" };
}

function identity(header: string | undefined): Identity | undefined {
  const address = header === undefined ? undefined : parseNameAddress(header);
  const user = address === undefined ? "" : shown(parseUri(address.uri)?.user ?? "");
  return address === undefined || user === "" ? undefined : { user, name: shown(address.name) };
}

const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, "").slice(0, LONGEST_IDENTITY);

/** A From value for the other side of a call. The SIP server puts its own address in the place of `localhost`. */
export function fromHeader({ user, name }: Identity): string {
  const uri = `<sip:${encodedUser(user)}@localhost>`;
  return name === "" ? uri : `${quotedName(name)} ${uri}`;
}

/** The option tags of a Require header that this server does not have (RFC 3261 §8.2.2.3). */
export function unsupportedOptions(require: string | undefined): readonly string[] {
  const required = (require ?? "").split(",").map((tag) => tag.trim().toLowerCase());
  return required.filter((tag) => tag !== "" && tag !== "100rel" && tag !== "timer");
}

/** The user of a From or To header, percent-decoded; undefined if there is none. */
export function userOf(header: string | undefined): string | undefined {
  const address: NameAddress | undefined = header === undefined ? undefined : parseNameAddress(header);
  return address === undefined ? undefined : parseUri(address.uri)?.user;
}
