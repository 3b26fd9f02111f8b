import { MAGIC_COOKIE } from "../ids.ts";
import { splitValues } from "../sip/header-text.ts";
import { headerLines, type SipRequest, type SipResponse } from "../sip/message.ts";
import { parseVia, type Via } from "../sip/via.ts";
import type { Seal } from "./seal.ts";

const LOOP_LETTERS = 16;
const STATELESS = /^z9hG4bK-([A-Za-z0-9]*)-([A-Za-z0-9_-]{22})$/;

/**
 * A branch for a request that is forwarded statefully: something unique, and what tells a loop from a spiral
 * (RFC 3261 16.6 item 8, without the topmost Via as RFC 5393 4.2 corrects it).
 */
export function statefulBranch(seal: Seal, request: SipRequest, unique: string): string {
  return `${MAGIC_COOKIE}${unique}.${loopMark(seal, request)}`;
}

/**
 * Whether a request has been here before (RFC 3261 16.3 item 4): `loop` where nothing that routes it has
 * changed since, `spiral` where it comes by with another aim.
 */
export function visit(
  seal: Seal,
  request: SipRequest,
  owns: (host: string, port: number) => boolean,
): "none" | "spiral" | "loop" {
  const ours = viasOf(request).filter(({ protocol, host, port }) =>
    owns(host.toLowerCase().replace(/^\[|\]$/g, ""), port ?? (/^(TLS|WSS)$/.test(protocol) ? 5061 : 5060)),
  );
  if (ours.length === 0) return "none";
  const mark = `.${loopMark(seal, request)}`;
  return ours.some(({ parameters }) => parameters.get("branch")?.endsWith(mark)) ? "loop" : "spiral";
}

function loopMark(seal: Seal, request: SipRequest): string {
  const routing = ["route", "proxy-require", "proxy-authorization"].map((name) =>
    headerLines(request, name).join(),
  );
  const { fromTag, toTag, callId, cseq, uri } = request;
  return seal.mark("loop", fromTag, toTag, callId, String(cseq), uri, ...routing).slice(0, LOOP_LETTERS);
}

function viasOf(request: SipRequest): Via[] {
  return headerLines(request, "via")
    .flatMap(splitValues)
    .flatMap((value) => parseVia(value) ?? []);
}

/**
 * A branch for a request that is forwarded without keeping anything of it (RFC 3261 16.11): repeats of the
 * request, and the ACK and CANCEL that belong to it, get the same one; and the response proves by it that
 * such a request was forwarded, and over which connection (its name, or nothing) it had come.
 */
export function statelessBranch(seal: Seal, request: SipRequest, connection: string): string {
  // The header has what the door added to it, `received` and `rport`; the parsed Via does not.
  const [via = request.via] = viasOf(request);
  const mark = seal.mark("stateless", connection, ...identity(request, via));
  return `${MAGIC_COOKIE}-${connection}-${mark}`;
}

/**
 * The way back for a response to a request that was forwarded so: the Via below ours, and the name of the
 * connection the request came over. Undefined where we forwarded no such request.
 */
export function statelessReturn(
  seal: Seal,
  response: SipResponse,
): { readonly via: Via; readonly connection: string } | undefined {
  const branch = response.via.parameters.get("branch") ?? "";
  const [, connection, mark] = STATELESS.exec(branch) ?? [];
  const via = parseVia(headerLines(response, "via").flatMap(splitValues)[1] ?? "");
  if (connection === undefined || mark === undefined || !via) return undefined;
  return seal.fits(mark, "stateless", connection, ...identity(response, via))
    ? { via, connection }
    : undefined;
}

/** What a request and its response have in common, the way back included. */
function identity({ callId, fromTag, cseq }: SipRequest | SipResponse, via: Via): readonly string[] {
  const { protocol, host, port, parameters } = via;
  const place = ["received", "rport", "branch"].map((name) => parameters.get(name) ?? "");
  return [callId, fromTag, String(cseq), protocol, host, String(port ?? ""), ...place];
}
