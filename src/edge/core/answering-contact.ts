import { splitValues } from "../sip/header-text.ts";
import { header, type SipRequest } from "../sip/message.ts";
import { parseNameAddr } from "../sip/name-addr.ts";
import { parseUri } from "../sip/uri.ts";
import { contactUri } from "./dialog.ts";
import { ownContact, type Self } from "./self.ts";
import type { Incoming } from "./state.ts";

/** The Contact in our answer to a request, of the family and security it came with. */
export function answeringContact(
  self: Self,
  { request, source }: Pick<Incoming, "request" | "source">,
): string {
  return ownContact(self.facing(source.address), source.protocol, wantsSips(request));
}

/**
 * RFC 3261 12.1.1: our Contact must be a `sips:` URI where the request's own, or the first Record-Route,
 * or without any the Contact is one.
 */
function wantsSips(request: SipRequest): boolean {
  const recorded = header(request, "record-route");
  const back =
    recorded === undefined ? contactUri(request) : parseNameAddr(splitValues(recorded)[0] ?? "")?.uri;
  return [request.uri, back].some((uri) => uri !== undefined && parseUri(uri)?.scheme === "sips");
}
