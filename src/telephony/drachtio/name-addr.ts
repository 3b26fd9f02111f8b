/** A From, To, Contact or identity value taken apart (RFC 3261 §20.10). */
export interface NameAddress {
  /** Display name without quotes; empty if there is none. */
  readonly name: string;
  readonly uri: string;
  /** Header parameters; names in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const BRACKETED = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<\s*([^<>]*?)\s*>\s*(.*)$/s;

/** Undefined: no URI in it. */
export function parseNameAddress(text: string): NameAddress | undefined {
  const bracketed = BRACKETED.exec(text);
  if (bracketed !== null) {
    const [, quoted, plain = "", uri = "", rest = ""] = bracketed;
    if (uri === "") return undefined;
    const name = quoted === undefined ? plain : quoted.replace(/\\(.)/gs, "$1");
    return { name, uri, parameters: headerParameters(rest) };
  }
  // Without brackets every parameter belongs to the header, none to the URI.
  const [uri = "", ...rest] = text.trim().split(";");
  if (uri === "" || /[\s<>"]/.test(uri)) return undefined;
  return { name: "", uri, parameters: headerParameters(rest.join(";")) };
}

function headerParameters(text: string): ReadonlyMap<string, string> {
  const pairs = splitOutsideQuotes(text, ";").filter((part) => part !== "");
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf("=");
      if (equals < 0) return [pair.toLowerCase(), ""];
      return [pair.slice(0, equals).trim().toLowerCase(), unquoted(pair.slice(equals + 1).trim())];
    }),
  );
}

/** A quoted string's content; other text as it is. */
export function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replace(/\\(.)/gs, "$1") : text;
}

/** Splits a header value at a separator that stands neither in quotes nor in angle brackets. Parts are trimmed. */
export function splitOutsideQuotes(text: string, separator: "," | ";"): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  let bracketed = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === "\\") at += 1;
    else if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === "<" || char === ">") bracketed = char === "<";
    else if (char === separator && !bracketed) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
}

/** Writes a display name as a quoted string; control characters are left out. */
export function quotedName(name: string): string {
  return `"${name.replace(/\p{Cc}/gu, "").replace(/["\\]/g, "\\$&")}"`;
}
