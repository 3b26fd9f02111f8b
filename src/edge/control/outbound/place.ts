/** Where an application listens for the server. */
export interface Place {
  readonly protocol: "tcp" | "tls";
  readonly host: string;
  readonly port: number;
}

/** Where applications listen if nothing else is said. */
const DEFAULT_PORT = 9021;
const HOST = String.raw`\[[\da-fA-F:.]+\]|[A-Za-z\d.-]+`;
const AS_URL = new RegExp(String.raw`^(tcp|tls)://(${HOST}):(\d{1,5})/?$`, "i");
const AS_ROUTE = new RegExp(String.raw`^(${HOST})(?::(\d{1,5}))?(?:;transport=(tcp|tls))?$`, "i");

/** Reads `tcp://host:port` or `tls://host:port`; undefined where the text is neither. */
export function parsePlace(text: string): Place | undefined {
  const [, protocol = "", host = "", port = ""] = AS_URL.exec(text) ?? [];
  return place(protocol, host, port);
}

/** Reads what a routing hook may answer: those, or `host[:port][;transport=tcp|tls]`. */
export function parseRouteUri(text: string): Place | undefined {
  const [, host = "", port = String(DEFAULT_PORT), protocol = "tcp"] = AS_ROUTE.exec(text) ?? [];
  return parsePlace(text) ?? place(protocol, host, port);
}

function place(protocol: string, host: string, port: string): Place | undefined {
  const number = Number(port);
  if (host === "" || number < 1 || number > 65_535) return undefined;
  return {
    protocol: protocol.toLowerCase() === "tls" ? "tls" : "tcp",
    host: host.replace(/^\[(.*)\]$/, "$1"),
    port: number,
  };
}
