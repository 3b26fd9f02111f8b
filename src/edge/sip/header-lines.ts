import { lookupName } from "./header-names.ts";
import { isToken } from "./header-text.ts";
import type { HeaderLine } from "./message.ts";

const SPACE = 32;
const TAB = 9;

/** Where the line that begins at `start` ends, continuation lines included (RFC 3261 7.3.1). */
function endOfLine(text: string, start: number): number {
  let end = text.indexOf("\r\n", start);
  while (end >= 0) {
    const next = text.charCodeAt(end + 2);
    if (next !== SPACE && next !== TAB) return end;
    end = text.indexOf("\r\n", end + 2);
  }
  return text.length;
}

function readLine(text: string): HeaderLine | undefined {
  const colon = text.indexOf(":");
  if (colon <= 0) return undefined;
  const name = text.slice(0, colon).trimEnd();
  if (!isToken(name)) return undefined;
  const value = text.slice(colon + 1).trim();
  return {
    name: lookupName(name),
    value: value.includes("\r\n") ? value.replace(/\s*\r\n\s+/g, " ") : value,
    text,
  };
}

/** Splits a message head (without its final blank line) into its start line and what follows. */
export function splitHead(head: string): readonly [startLine: string, rest: string] {
  const end = endOfLine(head, 0);
  return [head.slice(0, end), head.slice(end + 2)];
}

/** Reads header lines in order. Malformed lines are left out, as RFC 3261 16.3 and 8.2.2 allow. */
export function parseHeaderLines(text: string): HeaderLine[] {
  const lines: HeaderLine[] = [];
  for (let at = 0; at < text.length; ) {
    const end = endOfLine(text, at);
    const line = readLine(text.slice(at, end));
    if (line) lines.push(line);
    at = end + 2;
  }
  return lines;
}
