/** Headers that carry credentials or what they are computed from (RFC 3261 22, RFC 8760). */
const CREDENTIALS =
  /^(Authorization|Proxy-Authorization|WWW-Authenticate|Proxy-Authenticate|Authentication-Info)([ \t]*:[ \t]*)(\S*)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim;
const CONTENT_TYPE = /^(?:content-type|c)[ \t]*:[ \t]*([^\s;]+)/im;
const BLANK_LINE = "\r\n\r\n";

/**
 * A message as it may stand in a log: the head as it is on the wire but for credentials, of which only the scheme is
 * left, and of the body only its size and type.
 */
export function redacted(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  const end = text.indexOf(BLANK_LINE);
  const head = end < 0 ? text : text.slice(0, end);
  const shown = head.replace(CREDENTIALS, "$1$2$3 [redacted]");
  const size = end < 0 ? 0 : text.length - end - BLANK_LINE.length;
  if (size === 0) return shown;
  const type = CONTENT_TYPE.exec(head)?.[1] ?? "unknown type";
  return `${shown}\r\n\r\n[${size} bytes of ${type}]`;
}
