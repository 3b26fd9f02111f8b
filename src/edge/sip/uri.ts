/** A URI taken apart (RFC 3261 19.1). For `tel:` and unknown schemes only `scheme` and `text` mean anything. */
export interface Uri {
  /** Lower case, without the colon. */
  readonly scheme: string;
  readonly text: string;
  /** Still escaped as written; absent where the URI names only a host. */
  readonly user: string | undefined;
  /** Lower case; an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number | undefined;
  /** Lower case value of `transport=`, where given. */
  readonly transport: string | undefined;
  /** Loose routing (RFC 3261 16.12). */
  readonly lr: boolean;
}

/** All but visible characters and bytes of UTF-8; and of those: `"`, `<`, `>`, and `|`, which would break a control frame's fields. */
const NEVER_IN_URI = /[^!#-;=?-{}~\x80-\xff]/;
const SCHEME = /^([A-Za-z][A-Za-z0-9+\-.]*):(.+)$/s;
const HOST_PORT = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9\-._]+))(?::(\d{1,5}))?$/;

/** Takes a URI apart. Undefined where the text is no URI, holds white space, or a SIP URI has no sound host. */
export function parseUri(text: string): Uri | undefined {
  if (NEVER_IN_URI.test(text)) return undefined;
  const [, scheme, rest] = SCHEME.exec(text) ?? [];
  if (scheme === undefined || rest === undefined) return undefined;
  const lower = scheme.toLowerCase();
  return lower === "sip" || lower === "sips" ? parseSip(text, lower, rest) : opaque(text, lower);
}

function opaque(text: string, scheme: string): Uri {
  return { scheme, text, user: undefined, host: "", port: undefined, transport: undefined, lr: false };
}

function parseSip(text: string, scheme: string, rest: string): Uri | undefined {
  // The user part may itself hold `;` and `?`, so the `@` is looked for first.
  const at = rest.indexOf("@");
  const user = at < 0 ? undefined : rest.slice(0, at).split(":", 1)[0];
  const [hostPort = "", ...parameters] = (rest.slice(at + 1).split("?", 1)[0] ?? "").split(";");
  const [, v6, name, digits] = HOST_PORT.exec(hostPort) ?? [];
  const host = v6 ?? name;
  const port = digits === undefined ? undefined : Number(digits);
  if (host === undefined || user === "" || (port !== undefined && (port > 65_535 || port === 0)))
    return undefined;
  return { scheme, text, user, host: host.toLowerCase(), port, ...readParameters(parameters) };
}

function readParameters(parameters: readonly string[]): Pick<Uri, "transport" | "lr"> {
  let transport: string | undefined;
  let lr = false;
  for (const parameter of parameters) {
    const [name = "", value] = parameter.split("=", 2);
    if (name.toLowerCase() === "transport") transport = value?.toLowerCase();
    if (name.toLowerCase() === "lr") lr = true;
  }
  return { transport, lr };
}

/** Whether the URI has `?headers`, be they empty. */
export function hasHeaders(uri: Uri): boolean {
  return asRequestUri(uri) !== uri.text;
}

/** The URI without what may not stand in a Request-URI: its `?headers` (RFC 3261 19.1.1). */
export function asRequestUri(uri: Uri): string {
  const query = uri.text.indexOf("?", uri.text.indexOf("@") + 1);
  return query < 0 || uri.host === "" ? uri.text : uri.text.slice(0, query);
}
