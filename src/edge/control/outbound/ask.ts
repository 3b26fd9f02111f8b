import type { Clock } from "../../clock.ts";
import { header, type SipRequest } from "../../sip/message.ts";
import { asReceived } from "../../sip/serialize.ts";
import { parseUri } from "../../sip/uri.ts";
import type { Source } from "../../transport/transport.ts";
import type { Hook } from "./rules.ts";
import { readVerdict, type Verdict } from "./verdict.ts";

/** A routing hook has little to say. */
const LARGEST_ANSWER = 16 * 1024;

/**
 * Asks a routing hook who takes a request. What there is to know goes into the query; with POST the whole
 * request is the body. Never rejects: a hook that fails, or takes longer than `limitMs`, or until we are
 * `closing`, has not decided.
 */
export async function ask(
  hook: Hook,
  request: SipRequest,
  source: Source,
  setting: { readonly clock: Clock; readonly limitMs: number; readonly closing: AbortSignal },
): Promise<Verdict> {
  const aborting = new AbortController();
  const limit = setting.clock.after(setting.limitMs, () => aborting.abort());
  try {
    const response = await fetch(questionUrl(hook, request, source), {
      method: hook.verb,
      headers: {
        accept: "application/json",
        ...(hook.verb === "POST" ? { "content-type": "text/plain; charset=UTF-8" } : {}),
      },
      signal: AbortSignal.any([aborting.signal, setting.closing]),
      ...(hook.verb === "POST" ? { body: new Uint8Array(asReceived(request)) } : {}),
    });
    const text = await readAtMost(response, LARGEST_ANSWER);
    if (!response.ok) return { type: "undecided", why: `HTTP status ${response.status}` };
    return text === undefined ? { type: "undecided", why: "too long an answer" } : readVerdict(text);
  } catch (error) {
    return { type: "undecided", why: error instanceof Error ? error.message : String(error) };
  } finally {
    limit.cancel();
  }
}

/** The hook's URL with what is asked in its query. Parameters of its own are kept. */
export function questionUrl(hook: Hook, request: SipRequest, source: Source): string {
  const uri = parseUri(request.uri);
  const url = new URL(hook.url);
  const asked = {
    method: request.method,
    domain: uri?.host ?? "",
    protocol: source.protocol,
    source_address: source.address,
    fromUser: userOf(request.from.uri),
    toUser: userOf(request.to.uri),
    uriUser: uri?.user ?? "",
    contentType: header(request, "content-type") ?? "",
    uri: request.uri,
  };
  for (const [name, value] of Object.entries(asked)) {
    url.searchParams.set(name, Buffer.from(value, "latin1").toString());
  }
  return url.href;
}

function userOf(uri: string): string {
  return parseUri(uri)?.user ?? "";
}

/** The body as text; undefined where it is longer. */
async function readAtMost(response: Response, most: number): Promise<string | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of response.body ?? []) {
    length += piece.length;
    if (length > most) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
}
