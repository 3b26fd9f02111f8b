/** Where datagrams go. */
export interface Destination {
  readonly host: string;
  readonly port: number;
}

/** A name-addr or addr-spec as From, To and Contact hold it (RFC 3261 §20.10). */
export interface Address {
  readonly displayName: string;
  readonly uri: string;
  /** The user part of the URI; empty if there is none. */
  readonly user: string;
  /** The header's own parameters, such as tag and expires; not the URI's. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Reads one address. */
export function parseAddress(value: string): Address {
  const bracketed = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^>]*)>(.*)$/s.exec(value);
  const [, quoted, plain = "", inner = "", rest = ""] = bracketed ?? [];
  const semicolon = value.indexOf(";");
  const bare = semicolon < 0 ? value : value.slice(0, semicolon);
  const uri = bracketed === null ? bare.trim() : inner;
  const tail = bracketed === null ? value.slice(bare.length) : rest;
  const displayName = quoted === undefined ? plain : quoted.replace(/\\(.)/g, "$1");
  return { displayName, uri, user: userOf(uri), parameters: parametersOf(tail) };
}

/** Writes a name-addr. */
export function writeAddress(displayName: string | undefined, uri: string): string {
  return displayName === undefined || displayName === ""
    ? `<${uri}>`
    : `"${displayName.replace(/["\\]/g, String.raw`\$&`)}" <${uri}>`;
}

/** The user part of a SIP URI, unescaped; empty if there is none. */
export function userOf(uri: string): string {
  const [, user = ""] = /^sips?:([^@;?]*)@/i.exec(uri) ?? [];
  return decodeURIComponent(user.split(":", 1)[0] ?? "");
}

/** Host and port of a SIP URI; 5060 where it names none. */
export function destinationOf(uri: string): Destination {
  const [, host = "", port = "5060"] = /^sips?:(?:[^@]*@)?([^:;?>]+)(?::(\d+))?/i.exec(uri) ?? [];
  return { host, port: Number(port) };
}

/** The `;name=value` parameters of a header's tail; names in lower case, flags with an empty value. */
export function parametersOf(tail: string): ReadonlyMap<string, string> {
  const pairs = tail
    .split(";")
    .slice(1)
    .map((part): [string, string] => {
      const [name = "", ...value] = part.split("=");
      return [name.trim().toLowerCase(), value.join("=").trim()];
    });
  return new Map(pairs);
}

/** Splits a header value that may list several addresses; commas within quotes or brackets do not count. */
export function splitList(value: string): string[] {
  return (value.match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,"<])+/g) ?? []).map((part) => part.trim());
}
