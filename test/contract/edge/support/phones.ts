import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { connect, createServer, isIPv6, type Server, type Socket } from "node:net";
import { Inbox } from "./inbox.ts";
import { contactOf, type Place, type RequestText, requestText, responseText } from "./sip-text.ts";

const LINE_END = Buffer.from("\r\n");

type ResponseText = Parameters<typeof responseText>[1];

/** A phone without any stack: what it sends is written out by the test, what comes is kept as text. */
export abstract class RawPhone {
  readonly inbox = new Inbox<string>();

  abstract readonly place: Place;
  abstract send(bytes: string | Buffer): void;
  abstract close(): void;

  /** Sends a request and returns its text. */
  request(request: RequestText): string {
    const text = requestText(this.place, request);
    this.send(text);
    return text;
  }

  /** Answers a request that was received. */
  respond(request: string, response: ResponseText): void {
    const contact = `Contact: <${contactOf("callee", this.place)}>`;
    const headers = response.status < 300 ? [contact, ...(response.headers ?? [])] : (response.headers ?? []);
    this.send(responseText(request, { ...response, headers }));
  }

  /** The next response with that status. */
  async status(status: number): Promise<string> {
    return this.inbox.take((message) => message.startsWith(`SIP/2.0 ${status} `), `a ${status}`);
  }

  /** The next request with that method. */
  async method(method: string): Promise<string> {
    return this.inbox.take((message) => message.startsWith(`${method} `), `a ${method}`);
  }

  /** How many messages came that begin so. */
  count(start: string): number {
    return this.inbox.count((message) => message.startsWith(start));
  }
}

export class UdpPhone extends RawPhone {
  readonly place: Place;
  readonly #socket: UdpSocket;
  readonly #serverPort: number;
  readonly #host: string;

  private constructor(socket: UdpSocket, serverPort: number, host: string) {
    super();
    this.#socket = socket;
    this.#serverPort = serverPort;
    this.#host = host;
    this.place = { transport: "UDP", port: socket.address().port, host: hostText(this.#host) };
    socket.on("message", (bytes) => this.inbox.put(bytes.toString()));
  }

  /** `host` is the address it binds to; the server is at 127.0.0.1, or at that address where it is IPv6. */
  static async open(serverPort: number, host = "127.0.0.1"): Promise<UdpPhone> {
    const socket = createSocket(isIPv6(host) ? "udp6" : "udp4");
    socket.bind(0, host);
    await once(socket, "listening");
    return new UdpPhone(socket, serverPort, host);
  }

  send(bytes: string | Buffer): void {
    this.#socket.send(bytes, this.#serverPort, serverFor(this.#host));
  }

  close(): void {
    this.#socket.close();
  }
}

function serverFor(host: string): string {
  return isIPv6(host) ? host : "127.0.0.1";
}

function hostText(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}

/** One TCP or TLS stream of SIP; it dials the server, or is dialled by it. */
export class TcpPhone extends RawPhone {
  readonly place: Place;
  /** All bytes that came, uncut. */
  raw = "";
  readonly #pieces: Buffer[] = [];
  readonly closed: Promise<unknown>;
  readonly #socket: Socket;
  #pending = Buffer.alloc(0);

  constructor(socket: Socket, port: number = socket.localPort ?? 0, transport: "TCP" | "TLS" = "TCP") {
    super();
    this.#socket = socket;
    this.place = { transport, port, host: hostText(socket.localAddress ?? "127.0.0.1") };
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    socket.on("data", (piece: Buffer) => this.#received(piece));
  }

  static async dial(serverPort: number, host = "127.0.0.1"): Promise<TcpPhone> {
    const socket = connect({ port: serverPort, host: serverFor(host), localAddress: host });
    await once(socket, "connect");
    return new TcpPhone(socket);
  }

  send(bytes: string | Buffer): void {
    this.#socket.write(bytes);
  }

  /** The same as `raw`, byte for byte. */
  rawBytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }

  close(): void {
    this.#socket.destroy();
  }

  #received(piece: Buffer): void {
    this.raw += piece.toString();
    this.#pieces.push(piece);
    this.#pending = Buffer.concat([this.#pending, piece]);
    for (let next = this.#cut(); next !== undefined; next = this.#cut()) this.inbox.put(next);
  }

  #cut(): string | undefined {
    while (this.#pending.subarray(0, 2).equals(LINE_END)) this.#pending = this.#pending.subarray(2);
    const end = this.#pending.indexOf("\r\n\r\n");
    if (end < 0) return undefined;
    const length = /content-length: *(\d+)/i.exec(this.#pending.toString("latin1", 0, end))?.[1] ?? "0";
    const whole = end + 4 + Number(length);
    if (this.#pending.length < whole) return undefined;
    const message = this.#pending.toString("utf8", 0, whole);
    this.#pending = this.#pending.subarray(whole);
    return message;
  }
}

/** A phone that waits for the server to dial it. */
export class TcpListener {
  readonly port: number;
  readonly #server: Server;
  readonly #calls = new Inbox<TcpPhone>();

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.port = port;
    server.on("connection", (socket) => this.#calls.put(new TcpPhone(socket, port)));
  }

  static async open(): Promise<TcpListener> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new TcpListener(server, address.port);
  }

  async connection(): Promise<TcpPhone> {
    return this.#calls.take(() => true, "a connection");
  }

  close(): void {
    for (const phone of this.#calls.all) phone.close();
    this.#server.close();
  }
}
