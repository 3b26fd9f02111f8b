import { once } from "node:events";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { RawPhone } from "./phones.ts";
import type { Place } from "./sip-text.ts";

type Options = NonNullable<ConstructorParameters<typeof WebSocket>[2]>;

let phones = 0;

/** A phone in a browser, as the server sees one: a WebSocket, and a host name nobody can look up. */
export class WsPhone extends RawPhone {
  readonly place: Place;
  readonly closed: Promise<number>;
  /** Whether each message came as a binary one. */
  readonly binary: boolean[] = [];
  readonly socket: WebSocket;

  private constructor(socket: WebSocket, transport: "WS" | "WSS", host: string) {
    super();
    this.socket = socket;
    this.place = { transport, port: 0, host };
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    socket.on("message", (data: Buffer, binary: boolean) => {
      this.binary.push(binary);
      this.inbox.put(data.toString());
    });
  }

  static async open(url: string, options: Options = {}, host?: string): Promise<WsPhone> {
    const socket = new WebSocket(url, "sip", options);
    onTestFinished(() => socket.terminate());
    const transport = url.startsWith("wss") ? "WSS" : "WS";
    const phone = new WsPhone(socket, transport, host ?? `browser${phones++}.invalid`);
    await once(socket, "open");
    return phone;
  }

  send(bytes: string | Buffer): void {
    this.socket.send(bytes);
  }

  close(): void {
    this.socket.close();
  }
}

/** The status with which a WebSocket is refused. */
export async function refusedStatus(url: string, protocols: readonly string[]): Promise<number> {
  const socket = new WebSocket(url, [...protocols]);
  onTestFinished(() => socket.terminate());
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  socket.on("error", () => undefined);
  socket.once("open", () => reject(new Error("it was not refused")));
  socket.once("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
  return promise;
}
