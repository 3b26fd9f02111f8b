/** A SIP or tel URI taken apart (RFC 3261 §19.1, RFC 3966). `user` is percent-decoded and has no parameters. */
export interface SipUri {
  readonly scheme: "sip" | "sips" | "tel";
  readonly user: string;
  /** Lower case; empty for tel. */
  readonly host: string;
  readonly port?: number;
  /** Parameter names and values in lower case. */
  readonly parameters: ReadonlyMap<string, string>;
}

const SIP =
  /^(sips?):(?:([^@\s<>]*)@)?(\[[0-9a-f:.]+\]|[^\s:;?@<>[\]]+)(?::(\d{1,5}))?((?:;[^\s;?<>]*)*)(?:\?\S*)?$/i;
const TEL = /^tel:([+0-9a-d*#().-]+)((?:;[^\s;?<>]*)*)$/i;

/** Undefined: not a URI of these schemes, or one with broken percent-encoding. */
export function parseUri(text: string): SipUri | undefined {
  return parseSip(text) ?? parseTel(text);
}

function parseSip(text: string): SipUri | undefined {
  const [whole, scheme, userInfo = "", host = "", port, parameters = ""] = SIP.exec(text) ?? [];
  const user = decoded(userInfo.replace(/:.*$/, "").replace(/;.*$/, ""));
  if (whole === undefined || user === undefined || Number(port ?? 1) > 65_535) return undefined;
  return {
    scheme: scheme?.toLowerCase() === "sips" ? "sips" : "sip",
    user,
    host: host.toLowerCase(),
    ...(port === undefined ? {} : { port: Number(port) }),
    parameters: parsedParameters(parameters),
  };
}

function parseTel(text: string): SipUri | undefined {
  const [whole, number = "", parameters = ""] = TEL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return {
    scheme: "tel",
    user: number.replace(/[().-]/g, ""),
    host: "",
    parameters: parsedParameters(parameters),
  };
}

function parsedParameters(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(";").filter((part) => part !== "");
  return new Map(
    pairs.map((pair) => {
      const [name = "", value = ""] = pair.toLowerCase().split("=", 2);
      return [name, value];
    }),
  );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/**
 * One text for all ways to write an equal contact: user and password exactly, host without case, and of the
 * parameters only the transport, which makes them differ (RFC 3261 §19.1.4, as far as contacts need it).
 */
export function canonicalContact(contact: string): string {
  const uri = parseUri(contact);
  if (uri === undefined) return contact;
  return `${uri.scheme}:${uri.user}@${uri.host}:${uri.port ?? ""};${uri.parameters.get("transport") ?? ""}`;
}

/** Percent-encodes what may not stand in a URI's user part (RFC 3261 §25.1 `user`). */
export function encodedUser(user: string): string {
  return encodeURIComponent(user).replace(/%(2B|26|3D|24|2C|3F|2F)/g, (escaped) =>
    decodeURIComponent(escaped),
  );
}
