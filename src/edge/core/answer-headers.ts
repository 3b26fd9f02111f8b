import type { SipRequest } from "../sip/message.ts";
import { hasOption, listsOption } from "../sip/option-tags.ts";
import type { HeaderPair } from "../sip/serialize.ts";
import { answeringContact } from "./answering-contact.ts";
import { type AppResponse, appHeaders, withContentType } from "./app-message.ts";
import type { Context } from "./context.ts";
import { type SessionTerms, termsOfAnswer, withTerms } from "./session-terms.ts";
import type { Incoming } from "./state.ts";

/** The headers of an answer, and what they promise. */
export interface AnswerHeaders {
  readonly headers: readonly HeaderPair[];
  /** Set where the answer is a reliable provisional one. */
  readonly rseq: number | undefined;
  readonly terms: SessionTerms | undefined;
}

/** Copied from the request, or never the application's to say. */
const FILLED_IN = new Set(["from", "to", "call-id", "cseq", "max-forwards"]);
/** A 2xx to these says where we are reached in the dialog (RFC 3261 12.1.1, 3311, 3515, 6665). */
const TELLS_CONTACT = new Set(["INVITE", "SUBSCRIBE", "UPDATE", "REFER"]);

/**
 * Whether an answer goes out reliably (RFC 3262 3): the application asks for it, or the caller does.
 * `impossible` where the application asks and the caller does not know how.
 */
export function reliability(
  request: SipRequest,
  { status, headers }: AppResponse,
): "none" | "reliable" | "impossible" {
  const wanted = headers.some(({ name, value }) => name === "require" && listsOption(value, "100rel"));
  if (status >= 200 || (status === 100 && !wanted)) return "none";
  if (request.method !== "INVITE") return wanted ? "impossible" : "none";
  const required = hasOption(request, "require", "100rel");
  const possible = required || hasOption(request, "supported", "100rel");
  if (wanted && !possible) return "impossible";
  // A 100 is hop by hop and can never be reliable.
  return status > 100 && (wanted || required) ? "reliable" : "none";
}

/** The headers of an application's answer as they go out; undefined where a body lacks its type. */
export function answerHeaders(
  context: Context,
  incoming: Incoming,
  message: AppResponse,
  takeRSeq: (() => number) | undefined,
): AnswerHeaders | undefined {
  const { request, source, dialog } = incoming;
  const given = appHeaders(message, {
    self: context.self.facing(source.address),
    protocol: source.protocol,
    filledIn: FILLED_IN,
  });
  const typed = withContentType(given, message.body);
  if (!typed) return undefined;
  const success = message.status >= 200 && message.status < 300;
  const policy = context.sessionTimers ?? "with-refresher";
  const terms = success ? termsOfAnswer(request, typed, { policy, running: dialog?.session }) : undefined;
  const rseq = takeRSeq?.();
  const settled = withTerms(withReliability(typed, message.status, rseq), terms, request);
  const tells = (success && TELLS_CONTACT.has(request.method)) || rseq !== undefined;
  const contact = dialog?.localContact || answeringContact(context.self, incoming);
  return { headers: tells ? withContact(settled, contact) : settled, rseq, terms };
}

function withReliability(
  headers: readonly HeaderPair[],
  status: number,
  rseq: number | undefined,
): readonly HeaderPair[] {
  if (status >= 200) return headers;
  const asks = ([name, value]: HeaderPair) => name === "Require" && listsOption(value, "100rel");
  if (rseq === undefined) return headers.filter((pair) => !asks(pair));
  const required: readonly HeaderPair[] = headers.some(asks) ? headers : [...headers, ["Require", "100rel"]];
  return [...required, ["RSeq", String(rseq)]];
}

function withContact(headers: readonly HeaderPair[], contact: string): readonly HeaderPair[] {
  return headers.some(([name]) => name === "Contact") ? headers : [["Contact", contact], ...headers];
}
