import { createServer as createHttpServer, type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { Certificates } from "./certificates.ts";
import { Gate } from "./gate.ts";
import type { ConnectionSetting } from "./limits.ts";
import { alsoTelling } from "./receiver.ts";
import type { StreamSetting } from "./stream-transport.ts";
import { remoteOf } from "./tls.ts";
import type { Family, Hop, Transport } from "./transport.ts";
import { WsConnection } from "./ws-connection.ts";

/** RFC 7118 4.1. */
const SUBPROTOCOL = "sip";
const LARGEST_REQUEST_HEAD_BYTES = 8 * 1024;
/** A SIP message in more pieces than this is no honest one. */
const MOST_FRAGMENTS = 64;
const MOST_CHUNKS = 4_096;

/**
 * SIP over WebSockets (RFC 7118). Any path will do; the subprotocol `sip` must be asked for. What goes to a
 * browser goes down the WebSocket it opened: nobody can dial a browser.
 */
abstract class WebSocketTransport implements Transport {
  abstract readonly protocol: "ws" | "wss";
  readonly family: Family;
  readonly #gate: Gate;
  readonly #http: Server;
  readonly #upgrader: WebSocketServer;
  readonly #connections = new Set<WsConnection>();
  readonly #setting: ConnectionSetting;

  constructor(setting: StreamSetting, http: Server) {
    const { receiver, clock, limits, family } = setting;
    this.family = family;
    this.#setting = { receiver, clock, limits };
    this.#http = http;
    this.#gate = new Gate(setting, true, (socket) => this.#http.emit("connection", socket));
    this.#upgrader = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: limits.headBytes + limits.bodyBytes,
      maxFragments: MOST_FRAGMENTS,
      maxBufferedChunks: MOST_CHUNKS,
      handleProtocols: () => SUBPROTOCOL,
    });
    http.on("request", (_request, response) => {
      response.writeHead(426, { Connection: "close", Upgrade: "websocket" }).end();
    });
    http.on("upgrade", (request, socket, head) => this.#upgrade(request, socket, head));
  }

  async listen(host: string, port: number): Promise<number> {
    return (await this.#gate.listen(host, port)).port;
  }

  /** Only what has an open connection can be sent; that is written to without coming by here. */
  send(_hop: Hop, _bytes: Buffer, failed: () => void): void {
    setImmediate(failed);
  }

  connections(): number {
    return this.#connections.size;
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.close();
    this.#upgrader.close();
    await this.#gate.close();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!offersSip(request.headers["sec-websocket-protocol"])) return refuse(socket, 400);
    this.#upgrader.handleUpgrade(request, socket, head, (opened) => this.#opened(opened, socket));
  }

  #opened(opened: WebSocket, socket: Duplex): void {
    const remote = socket instanceof Socket ? remoteOf(socket) : undefined;
    if (!remote || !(socket instanceof Socket)) return opened.terminate();
    this.#gate.ready(remote);
    const { receiver, ...others } = this.#setting;
    const told = alsoTelling(receiver, () => this.#connections.delete(connection));
    const from = { ...remote, protocol: this.protocol };
    const connection = new WsConnection(opened, from, socket, { ...others, receiver: told });
    this.#connections.add(connection);
  }
}

/** SIP over WebSockets in the clear, for use behind something that adds TLS. */
export class WsTransport extends WebSocketTransport {
  readonly protocol = "ws";

  constructor(setting: StreamSetting) {
    super(setting, createHttpServer({ maxHeaderSize: LARGEST_REQUEST_HEAD_BYTES }));
  }
}

/** SIP over WebSockets over TLS. Replacing the certificates leaves connections alone. */
export class WssTransport extends WebSocketTransport {
  readonly protocol = "wss";

  constructor(setting: StreamSetting & { readonly certificates: Certificates }) {
    const { certificates } = setting;
    const http = createHttpsServer({ ...certificates.server(), maxHeaderSize: LARGEST_REQUEST_HEAD_BYTES });
    http.on("tlsClientError", (_error, socket) => socket.destroy());
    certificates.watch((options) => http.setSecureContext(options));
    super(setting, http);
  }
}

/** Whether `sip` is among the subprotocols offered (RFC 6455 4.1, RFC 7118 4.1). */
export function offersSip(offered: string | undefined): boolean {
  return (offered ?? "").split(",").some((name) => name.trim() === SUBPROTOCOL);
}

function refuse(socket: Duplex, status: 400): void {
  const reason = STATUS_CODES[status] ?? "";
  socket.once("finish", () => socket.destroy());
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
