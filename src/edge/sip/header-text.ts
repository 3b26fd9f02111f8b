/** One character class per grammar rule of RFC 3261 25.1 that is needed often. */
const TOKEN = /^[\w\-.!%*+`'~]+$/;
const WORD_AT_WORD = /^[\w\-.!%*+`'~()<>:\\"/[\]?{}]+(?:@[\w\-.!%*+`'~()<>:\\"/[\]?{}]+)?$/;
const PARAMETER = /[ \t]*;[ \t]*([\w\-.!%*+`'~]+)(?:[ \t]*=[ \t]*("(?:[^"\\]|\\.)*"|[^ \t;,"]+))?/sy;

/**
 * The text without white space at its ends. Only the white space of SIP counts: a byte such as 0xA0, which
 * JavaScript would trim too, may be the end of a UTF-8 character.
 */
export function trimmed(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 13 || code === 10;
}

/** Whether the text is a `token` of RFC 3261 25.1. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Whether the text is a `callid` of RFC 3261 25.1. Such a text can never break a control frame's fields. */
export function isCallId(text: string): boolean {
  return WORD_AT_WORD.test(text);
}

/**
 * Reads `;name=value` pairs up to the end of the text. Names come back in lower case, values as
 * written (quotes kept), parameters without value as the empty text. Undefined where the text is not a list
 * of parameters.
 */
export function parseParameters(text: string): Map<string, string> | undefined {
  const found = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(text);
    if (!match?.[1]) return trimmed(text.slice(at)) === "" ? found : undefined;
    found.set(match[1].toLowerCase(), match[2] ?? "");
    at = PARAMETER.lastIndex;
  }
  return found;
}

/** Where the first comma stands that is neither quoted nor inside angle brackets; -1 where there is none. */
function firstComma(text: string): number {
  let quoted = false;
  let bracketed = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === "\\") i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "<") bracketed = true;
    else if (character === ">") bracketed = false;
    else if (character === "," && !bracketed) return i;
  }
  return -1;
}

/** Splits off the first of comma-separated values: the value, and what follows it including the comma. */
export function firstValue(text: string): readonly [value: string, rest: string] {
  const comma = text.includes(",") ? firstComma(text) : -1;
  return comma < 0 ? [trimmed(text), ""] : [trimmed(text.slice(0, comma)), text.slice(comma)];
}

/** Splits comma-separated values; commas in quotes and angle brackets do not count. */
export function splitValues(text: string): string[] {
  const values: string[] = [];
  let rest = text;
  while (rest !== "") {
    const [value, more] = firstValue(rest);
    if (value !== "") values.push(value);
    rest = more.slice(1);
  }
  return values;
}
