import { once } from "node:events";
import { createServer, type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { type Credentials, isAuthorized } from "./credentials.ts";

const path = "/ari";
const subprotocol = "ari";
/** A list of some ten thousand channels. */
const largestMessageBytes = 16 * 1024 * 1024;

/** Where Asterisk is awaited. */
export interface ListenerOptions extends Credentials {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** An Asterisk has connected and has shown who it is. */
  readonly onSocket: (socket: WebSocket) => void;
  readonly onRefused: (address: string | undefined, status: number) => void;
}

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** Takes the WebSocket that Asterisk opens to us; others are refused. Rejects when the port cannot be taken. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const http = createServer((_request, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessageBytes,
    handleProtocols: () => subprotocol,
  });
  http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const status = refusal(request, options);
    if (status === undefined) return sockets.handleUpgrade(request, socket, head, options.onSocket);
    options.onRefused(request.socket.remoteAddress, status);
    refuse(socket, status);
  });
  http.listen(options.port, options.host);
  await once(http, "listening");
  const address = http.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    stop: async () => {
      const closed = once(http, "close");
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}

/** The HTTP status with which a request to connect is refused; undefined admits it. */
function refusal(request: IncomingMessage, credentials: Credentials): 400 | 401 | 404 | undefined {
  if (!isAuthorized(request.headers.authorization, credentials)) return 401;
  if (new URL(request.url ?? "/", "http://localhost").pathname !== path) return 404;
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  return offered.includes(subprotocol) ? undefined : 400;
}

function refuse(socket: Duplex, status: number): void {
  const challenge = status === 401 ? 'WWW-Authenticate: Basic realm="ari"\r\n' : "";
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${challenge}Connection: close\r\n\r\n`);
}
