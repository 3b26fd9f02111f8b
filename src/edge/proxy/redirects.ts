import { splitValues } from "../sip/header-text.ts";
import { type HeaderLine, headerLines, type SipResponse } from "../sip/message.ts";
import { type NameAddr, parseNameAddr } from "../sip/name-addr.ts";

/**
 * The URIs a redirection names, the preferred ones first (RFC 3261 16.5: by `q`, which is 1 where it is not
 * said), each once. `usable` says which of them can be tried.
 */
export function redirectsOf(response: SipResponse, usable: (uri: string) => boolean): string[] {
  if (response.status < 300 || response.status > 399) return [];
  const contacts = contactsOf(response).filter(({ uri }) => usable(uri));
  return [...new Set(contacts.toSorted((one, other) => quality(other) - quality(one)).map(({ uri }) => uri))];
}

/**
 * A redirection without the contacts that are being tried on the caller's behalf (RFC 3261 16.7 item 4).
 * Undefined where none is left: such a response says nothing any more.
 */
export function withoutContacts(response: SipResponse, tried: readonly string[]): SipResponse | undefined {
  const left = headerLines(response, "contact")
    .flatMap(splitValues)
    .filter((value) => !tried.includes(parseNameAddr(value)?.uri ?? ""));
  if (left.length === 0) return undefined;
  const contact: HeaderLine = {
    name: "contact",
    value: left.join(", "),
    text: `Contact: ${left.join(", ")}`,
  };
  return { ...response, headers: [...response.headers.filter(({ name }) => name !== "contact"), contact] };
}

function contactsOf(response: SipResponse): NameAddr[] {
  return headerLines(response, "contact")
    .flatMap(splitValues)
    .flatMap((value) => parseNameAddr(value) ?? []);
}

function quality({ parameters }: NameAddr): number {
  const q = Number(parameters.get("q") ?? "1");
  return Number.isFinite(q) ? q : 0;
}
