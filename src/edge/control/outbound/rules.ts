import { type Place, parsePlace } from "./place.ts";

/** Somebody to be asked over HTTP who takes a request. */
export interface Hook {
  readonly verb: "GET" | "POST";
  readonly url: string;
}

/** What is done with new requests of one method, or with `*` of all that no other rule names. */
export interface OutboundRule {
  /** In upper case, or `*`. */
  readonly method: string;
  readonly target: { readonly dial: Place } | { readonly ask: Hook };
}

/** All rules, or one fault per rule that cannot be used. */
export type ParsedRules =
  | { readonly ok: true; readonly rules: readonly OutboundRule[] }
  | { readonly ok: false; readonly faults: readonly string[] };

const METHODS = ["INVITE", "REGISTER", "MESSAGE", "OPTIONS", "INFO", "NOTIFY", "SUBSCRIBE", "PUBLISH", "*"];

/**
 * Reads rules of the form `METHOD=target`, separated by white space. A target is `tcp://host:port` or
 * `tls://host:port` to dial, or `http://…` or `https://…` to ask with GET, `post+http://…` with POST.
 */
export function parseRules(text: string): ParsedRules {
  const rules: OutboundRule[] = [];
  const faults: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const rule = parseRule(word);
    if (typeof rule === "string") faults.push(`"${word}": ${rule}`);
    else if (rules.some(({ method }) => method === rule.method))
      faults.push(`"${word}": a second rule for ${rule.method}`);
    else rules.push(rule);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rules };
}

/** The rule for a method, if any. */
export function ruleFor(rules: readonly OutboundRule[], method: string): OutboundRule | undefined {
  return rules.find((rule) => rule.method === method) ?? rules.find((rule) => rule.method === "*");
}

function parseRule(word: string): OutboundRule | string {
  const equals = word.indexOf("=");
  if (equals < 0) return "no = between method and target";
  const method = word.slice(0, equals).toUpperCase();
  if (!METHODS.includes(method)) return `the method must be one of ${METHODS.join(", ")}`;
  const text = word.slice(equals + 1);
  const dial = parsePlace(text);
  if (dial) return { method, target: { dial } };
  const ask = parseHook(text);
  if (ask) return { method, target: { ask } };
  return "the target must be tcp://host:port, tls://host:port, or an http:// or https:// URL, with post+ before it for POST";
}

function parseHook(text: string): Hook | undefined {
  const [, post, url = ""] = /^(post\+)?(https?:\/\/\S+)$/i.exec(text) ?? [];
  return URL.canParse(url) ? { verb: post === undefined ? "GET" : "POST", url } : undefined;
}
