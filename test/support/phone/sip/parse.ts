import type { Header, Message } from "./message.ts";

const written: Readonly<Record<string, string>> = {
  v: "Via",
  f: "From",
  t: "To",
  i: "Call-ID",
  m: "Contact",
  l: "Content-Length",
  c: "Content-Type",
  k: "Supported",
  s: "Subject",
};

/** Reads one datagram. Undefined if it is not SIP, keep-alives included. */
export function parseMessage(datagram: Buffer): Message | undefined {
  const text = datagram.toString("utf8");
  const end = text.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [first = "", ...lines] = text
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n");
  const headers = lines.map(readHeader);
  const body = text.slice(end + 4);
  const response = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(first);
  if (response !== null) {
    const [, status = "", reason = ""] = response;
    return { kind: "response", status: Number(status), reason, headers, body };
  }
  const [method = "", uri = "", version] = first.split(" ");
  return version === "SIP/2.0" ? { kind: "request", method, uri, headers, body } : undefined;
}

function readHeader(line: string): Header {
  const colon = line.indexOf(":");
  const name = line.slice(0, colon).trim();
  return [written[name.toLowerCase()] ?? name, line.slice(colon + 1).trim()];
}
