import { splitValues } from "../sip/header-text.ts";
import { header, headerLines, type SipRequest } from "../sip/message.ts";
import { type NameAddr, parseNameAddr } from "../sip/name-addr.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { parseUri } from "../sip/uri.ts";
import type { Context } from "./context.ts";
import type { Dialog, Incoming } from "./state.ts";

/** What a registration lasts where neither side says (RFC 3261 10.2.1.1). */
const DEFAULT_SECONDS = 3600;

/** What a URI is bound by: `user@host` in lower case, whatever the port says. */
export function bindingName(uriText: string): string | undefined {
  const uri = parseUri(uriText);
  return uri?.user === undefined ? undefined : `${uri.user}@${uri.host}`;
}

/** After a 2xx to a REGISTER or SUBSCRIBE over a connection, its contacts are reached over that connection. */
export function bindContacts(
  context: Context,
  { request, source }: Incoming,
  answer: readonly HeaderPair[],
): void {
  if (!source.connection || (request.method !== "REGISTER" && request.method !== "SUBSCRIBE")) return;
  const granted = contacts(answer.filter(([name]) => name === "Contact").map(([, value]) => value));
  for (const contact of contacts(headerLines(request, "contact"))) {
    const name = bindingName(contact.uri);
    if (name === undefined) continue;
    const answered = granted.find(({ uri }) => bindingName(uri) === name);
    const seconds = ownExpires(answered) ?? ownExpires(contact) ?? grantedSeconds(request, answer);
    context.tables.bindings.bind(name, source.connection, seconds);
  }
}

/** The seconds an answer grants as a whole: its own Expires, else what was asked for. */
export function grantedSeconds(request: SipRequest, answer: readonly HeaderPair[]): number {
  const said = answer.find(([name]) => name === "Expires")?.[1] ?? header(request, "expires");
  return wholeSeconds(said) ?? DEFAULT_SECONDS;
}

/** Forgets a subscription some time after it ran out, should nobody end it. Each call starts afresh; calls have no such end. */
export function watchSubscription(context: Context, dialog: Dialog, seconds: number): void {
  if (dialog.usage !== "SUBSCRIBE") return;
  dialog.expiry?.cancel();
  const ms = Math.min(seconds * 1000 + 64 * context.timers.t1, 2 ** 31 - 1);
  dialog.expiry = context.clock.after(ms, () => context.tables.dialogs.remove(dialog));
}

function contacts(values: readonly string[]): NameAddr[] {
  return values.flatMap(splitValues).flatMap((value) => parseNameAddr(value) ?? []);
}

function ownExpires(contact: NameAddr | undefined): number | undefined {
  return wholeSeconds(contact?.parameters.get("expires"));
}

function wholeSeconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,10}$/.test(text.trim()) ? Number(text) : undefined;
}
