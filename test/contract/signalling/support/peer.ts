import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { type Socket as Connection, connect } from "node:net";
import { parseMessage, type SipMessage } from "./message.ts";

const PATIENCE_MS = 8_000;

/** A far end of SIP: sends what it is given, and keeps what comes until somebody asks for it. */
export abstract class Peer {
  abstract readonly transport: "UDP" | "TCP";
  abstract readonly port: number;
  readonly #unread: SipMessage[] = [];
  readonly #waiting = new Set<() => void>();

  abstract send(text: string, port: number): void;
  abstract close(): Promise<void>;

  /** The next message that fits and nobody has read yet, whatever else lies before it. */
  async next(what: string, fits: (message: SipMessage) => boolean): Promise<SipMessage> {
    const found = Promise.withResolvers<SipMessage>();
    const look = () => {
      const at = this.#unread.findIndex(fits);
      const [message] = at < 0 ? [] : this.#unread.splice(at, 1);
      if (message !== undefined) found.resolve(message);
    };
    const timer = setTimeout(() => {
      const got = this.#unread.map(({ text }) => text.split("\r\n", 1)[0]).join("; ");
      found.reject(new Error(`no ${what} at :${this.port}; unread: ${got || "nothing"}`));
    }, PATIENCE_MS);
    this.#waiting.add(look);
    look();
    try {
      return await found.promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
    }
  }

  nextRequest(method: string): Promise<SipMessage> {
    return this.next(method, (message) => message.method === method);
  }

  nextResponse(status: number, method: string): Promise<SipMessage> {
    return this.next(
      `${status} to ${method}`,
      (message) => message.status === status && message.header("CSeq").endsWith(` ${method}`),
    );
  }

  nextFinal(callId: string, method: string): Promise<SipMessage> {
    return this.next(
      `final answer to ${method}`,
      (message) =>
        (message.status ?? 0) >= 200 &&
        message.header("Call-ID") === callId &&
        message.header("CSeq").endsWith(` ${method}`),
    );
  }

  /** What has come and nobody has read. */
  unread(): readonly SipMessage[] {
    return this.#unread;
  }

  protected received(text: string): void {
    const message = parseMessage(text);
    // A repetition says nothing new.
    if (this.#unread.some((other) => other.text === text)) return;
    this.#unread.push(message);
    for (const look of this.#waiting) look();
  }
}

export class UdpPeer extends Peer {
  readonly transport = "UDP";
  readonly #socket: Socket;
  readonly port: number;
  #closed = false;

  static async open(): Promise<UdpPeer> {
    const socket = createSocket("udp4");
    socket.bind(0, "127.0.0.1");
    await once(socket, "listening");
    return new UdpPeer(socket);
  }

  private constructor(socket: Socket) {
    super();
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on("message", (data) => this.received(data.toString()));
  }

  send(text: string, port: number): void {
    this.#socket.send(text, port, "127.0.0.1");
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }
}

export class TcpPeer extends Peer {
  readonly transport = "TCP";
  readonly #connection: Connection;
  readonly port: number;
  #pending = "";

  static async open(serverPort: number): Promise<TcpPeer> {
    const connection = connect(serverPort, "127.0.0.1");
    await once(connection, "connect");
    return new TcpPeer(connection);
  }

  private constructor(connection: Connection) {
    super();
    this.#connection = connection;
    this.port = connection.localPort ?? 0;
    connection.on("data", (data) => this.#read(data.toString()));
    connection.on("error", () => undefined);
  }

  send(text: string): void {
    this.#connection.write(text);
  }

  async close(): Promise<void> {
    if (this.#connection.closed) return;
    const closed = once(this.#connection, "close");
    this.#connection.destroy();
    await closed;
  }

  #read(data: string): void {
    this.#pending = (this.#pending + data).replace(/^(\r\n)+/, "");
    for (;;) {
      const end = this.#pending.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/^content-length:\s*(\d+)/im.exec(this.#pending.slice(0, end))?.[1] ?? 0);
      if (this.#pending.length < end + 4 + length) return;
      this.received(this.#pending.slice(0, end + 4 + length));
      this.#pending = this.#pending.slice(end + 4 + length);
    }
  }
}
