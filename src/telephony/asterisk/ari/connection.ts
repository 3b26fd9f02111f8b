import type { WebSocket } from "ws";
import type { Log } from "../../../dispatch/index.ts";
import type { Credentials } from "./credentials.ts";
import { listen } from "./listener.ts";
import { type AriEvent, type AriResponse, parseMessage } from "./messages.ts";
import { AriUnavailable, trackRequests } from "./requests.ts";

export interface ConnectionOptions extends Credentials {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly requestTimeoutMs: number;
  readonly log: Log;
  readonly onEvent: (event: AriEvent) => void;
  readonly onLost: () => void;
}

/**
 * Our end of the WebSocket that Asterisk keeps open to us. Events come in by it and requests go out by it, each
 * answered by its number. One at a time: Asterisk that connects anew has given up its older connection.
 *
 *   awaited → open → awaited (Asterisk tries again by itself)
 */
export interface AriConnection {
  readonly port: number;
  /** Sends a REST request; `uri` has no leading slash. Rejects with AriUnavailable. */
  request(method: string, uri: string, body?: unknown): Promise<AriResponse>;
  /** Closes the connection that is there. Asterisk makes a new one. */
  drop(): void;
  stop(): Promise<void>;
}

/** Long enough for a busy machine, short enough that callers do not wait long for a host that has died. */
const heartbeatMs = 5_000;

export async function openConnection(options: ConnectionOptions): Promise<AriConnection> {
  const { log } = options;
  const requests = trackRequests(options.requestTimeoutMs);
  let current: WebSocket | undefined;
  let heard = true;
  let acknowledgementDue = false;

  const listener = await listen({
    ...options,
    onSocket: attach,
    onRefused: (address, status) => log.warn({ address, status }, "refused a connection to the ARI port"),
  });
  const heartbeat = setInterval(beat, heartbeatMs);

  function attach(socket: WebSocket): void {
    const older = current;
    current = socket;
    heard = true;
    older?.terminate();
    if (older !== undefined) lost();
    log.info({}, "Asterisk is connected");
    socket.on("message", (data: Buffer) => receive(socket, data.toString("utf8")));
    socket.on("pong", () => {
      heard = true;
    });
    socket.on("error", (error) => log.warn({ error }, "the connection to Asterisk failed"));
    socket.on("close", () => {
      if (current !== socket) return;
      current = undefined;
      lost();
    });
  }

  function lost(): void {
    log.warn({}, "Asterisk is disconnected");
    requests.abandon();
    options.onLost();
  }

  function receive(socket: WebSocket, text: string): void {
    if (socket !== current) return;
    heard = true;
    acknowledgeSoon(socket);
    const message = parseMessage(text);
    if (message === undefined) return;
    if (message.type === "RESTResponse") requests.answered(message);
    else options.onEvent(message);
  }

  /**
   * Asterisk's side holds back small messages until the one before is acknowledged (Nagle). Sending anything carries the
   * acknowledgement; without it each exchange waits 40 ms for the delayed one. One pong does for all that came in
   * together, and none is needed where a request goes out.
   */
  function acknowledgeSoon(socket: WebSocket): void {
    if (acknowledgementDue) return;
    acknowledgementDue = true;
    setImmediate(() => {
      if (acknowledgementDue && socket === current) socket.pong();
      acknowledgementDue = false;
    });
  }

  /** A host that died closes nothing: silence for a whole interval after a ping counts as a lost connection. */
  function beat(): void {
    if (current === undefined) return;
    if (!heard) return current.terminate();
    heard = false;
    current.ping();
  }

  return {
    port: listener.port,
    request: (method, uri, body) => {
      const socket = current;
      if (socket === undefined) {
        return Promise.reject(new AriUnavailable(`${method} ${uri}: Asterisk is not connected`));
      }
      return requests.make(`${method} ${uri}`, (requestId) => {
        acknowledgementDue = false;
        socket.send(formatRequest(requestId, method, uri, body));
      });
    },
    drop: () => current?.terminate(),
    stop: async () => {
      clearInterval(heartbeat);
      current?.terminate();
      requests.abandon();
      await listener.stop();
    },
  };
}

function formatRequest(requestId: string, method: string, uri: string, body: unknown): string {
  const request = { type: "RESTRequest", request_id: requestId, method, uri };
  if (body === undefined) return JSON.stringify(request);
  const content = { content_type: "application/json", message_body: JSON.stringify(body) };
  return JSON.stringify({ ...request, ...content });
}
