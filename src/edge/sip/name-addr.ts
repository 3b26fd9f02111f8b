import { isToken, parseParameters, trimmed } from "./header-text.ts";
import { parseUri } from "./uri.ts";

/** The value of From, To, Contact, Route and their like (RFC 3261 20.10). */
export interface NameAddr {
  /** The URI alone, as written. */
  readonly uri: string;
  /** Header parameters, names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * Unquoted names are taken more liberally than the grammar has them: devices send brackets and accents. A
 * comma cannot stand in them, it would begin another value (RFC 4475 3.1.2.15).
 */
const DISPLAY_NAME = /^(?:"(?:[^"\\]|\\.)*"|[^"<>,]*)$/s;
const QUOTED_START = /^"(?:[^"\\]|\\.)*"/s;

/** Reads one value. Undefined where it is malformed: unbalanced quotes, no URI, white space in the URI. */
export function parseNameAddr(value: string): NameAddr | undefined {
  const text = trimmed(value);
  const quoted = text.startsWith('"') ? QUOTED_START.exec(text) : undefined;
  if (quoted === null) return undefined;
  const open = text.indexOf("<", quoted?.[0].length ?? 0);
  return open < 0 ? bare(text) : bracketed(text, open);
}

function bracketed(text: string, open: number): NameAddr | undefined {
  const close = text.indexOf(">", open);
  if (close < 0 || !DISPLAY_NAME.test(trimmed(text.slice(0, open)))) return undefined;
  return build(text.slice(open + 1, close), text.slice(close + 1));
}

/**
 * Without angle brackets every parameter belongs to the header, not to the URI, and the URI holds neither
 * comma nor question mark (RFC 3261 20.10, RFC 4475 3.1.2.13).
 */
function bare(text: string): NameAddr | undefined {
  const at = text.indexOf("@");
  const semicolon = text.indexOf(";", at < 0 ? 0 : at);
  const uri = semicolon < 0 ? text : trimmed(text.slice(0, semicolon));
  return /[,?]/.test(uri) ? undefined : build(uri, text.slice(uri.length));
}

function build(uri: string, rest: string): NameAddr | undefined {
  const parameters = parseParameters(rest);
  return parameters && parseUri(uri) ? { uri, parameters } : undefined;
}

/** The tag of a From or To: undefined where there is none, false where there is one that is no token. */
export function tagOf(address: NameAddr): string | undefined | false {
  const tag = address.parameters.get("tag");
  return tag === undefined || isToken(tag) ? tag : false;
}
