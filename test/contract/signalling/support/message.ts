/** A SIP message as it came off the wire. */
export interface SipMessage {
  /** Of a request. */
  readonly method: string | undefined;
  readonly uri: string;
  /** Of a response. */
  readonly status: number | undefined;
  readonly body: string;
  readonly text: string;
  /** The first header of that name; empty if there is none. */
  header(name: string): string;
  headers(name: string): readonly string[];
}

export function parseMessage(text: string): SipMessage {
  const split = text.indexOf("\r\n\r\n");
  const [first = "", ...lines] = text.slice(0, split).split("\r\n");
  const pairs = lines.map((line) => {
    const colon = line.indexOf(":");
    return { name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() };
  });
  const headers = (name: string) =>
    pairs.filter((pair) => pair.name === name.toLowerCase()).map(({ value }) => value);
  const [one = "", two = ""] = first.split(" ");
  const isResponse = one.startsWith("SIP/");
  return {
    method: isResponse ? undefined : one,
    uri: isResponse ? "" : two,
    status: isResponse ? Number(two) : undefined,
    body: text.slice(split + 4),
    text,
    headers,
    header: (name) => headers(name)[0] ?? "",
  };
}

/** Writes a message; undefined headers are left out. */
export function writeMessage(
  first: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  body: string,
): string {
  const lines = Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined) return [];
    return typeof value === "string" ? [`${name}: ${value}`] : value.map((one) => `${name}: ${one}`);
  });
  return [first, ...lines, `Content-Length: ${Buffer.byteLength(body)}`, "", body].join("\r\n");
}

/** The URI between the angle brackets, or the whole value without parameters. */
export function uriIn(value: string): string {
  return /<([^>]*)>/.exec(value)?.[1] ?? value.replace(/;.*$/, "");
}

export function tagIn(value: string): string {
  return /;\s*tag=([^;\s]+)/.exec(value)?.[1] ?? "";
}
