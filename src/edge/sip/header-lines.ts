import { lookupName } from "./header-names.ts";
import { isToken, trimmed } from "./header-text.ts";
import type { HeaderLine } from "./message.ts";

const SPACE = 32;
const TAB = 9;
const CR = 13;
/** What neither ends a line nor may stand in one: others might take it for a line end. */
const LONE_CR = /\r(?!\n)/;
const LONE_LF = /(?<!\r)\n/g;

/** Where the line feed stands that ends the line beginning at `start`, continuation lines included (RFC 3261 7.3.1). */
function lineFeed(text: string, start: number): number {
  let end = text.indexOf("\n", start);
  while (end >= 0) {
    const next = text.charCodeAt(end + 1);
    if (next !== SPACE && next !== TAB) return end;
    end = text.indexOf("\n", end + 1);
  }
  return text.length;
}

/** The line that begins at `start`, and where the next one begins. Lines end in CRLF, or in LF alone. */
function lineAt(text: string, start: number): readonly [line: string, next: number] {
  const end = lineFeed(text, start);
  const last = text.charCodeAt(end - 1) === CR && end > start ? end - 1 : end;
  return [text.slice(start, last), end + 1];
}

function readLine(text: string): HeaderLine | undefined {
  const colon = text.indexOf(":");
  if (colon <= 0 || LONE_CR.test(text)) return undefined;
  const name = trimmed(text.slice(0, colon));
  if (!isToken(name)) return undefined;
  const value = trimmed(text.slice(colon + 1));
  const folded = text.includes("\n");
  return {
    name: lookupName(name),
    value: folded ? unfolded(value) : value,
    text: folded ? text.replace(LONE_LF, "\r\n") : text,
  };
}

/** One space for each line end and the white space around it. */
function unfolded(value: string): string {
  return value.split("\n").map(trimmed).join(" ");
}

/** Splits a message head (without its final blank line) into its start line and what follows. */
export function splitHead(head: string): readonly [startLine: string, rest: string] {
  const [startLine, next] = lineAt(head, 0);
  return [startLine, head.slice(next)];
}

/** Reads header lines in order. Malformed lines are left out, as RFC 3261 16.3 and 8.2.2 allow. */
export function parseHeaderLines(text: string): HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let at = 0; at < text.length; ) {
    const [read, next] = lineAt(text, at);
    const line = readLine(read);
    if (line) lines.push(line);
    at = next;
  }
  return lines;
}
