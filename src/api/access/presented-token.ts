import type { IncomingHttpHeaders } from "node:http";

/** The WebSocket subprotocol of the live feed. */
export const feedProtocol = "fivenines.v1";

const bearerPrefix = "bearer.";

/**
 * The token a request brings: in Authorization (RFC 6750 §2.1) or, because browsers cannot set headers on a WebSocket,
 * as a second subprotocol: `fivenines.v1, bearer.<token>`. A token in the URL is not looked at: URLs end up in logs.
 */
export function presentedToken(headers: IncomingHttpHeaders): string | undefined {
  return fromAuthorization(headers.authorization) ?? fromProtocols(headers["sec-websocket-protocol"]);
}

function fromAuthorization(header: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(header ?? "")?.[1];
}

function fromProtocols(header: string | undefined): string | undefined {
  const offered = (header ?? "").split(",").map((protocol) => protocol.trim());
  if (!offered.includes(feedProtocol)) return undefined;
  const token = offered.find((protocol) => protocol.startsWith(bearerPrefix))?.slice(bearerPrefix.length);
  return token === "" ? undefined : token;
}
