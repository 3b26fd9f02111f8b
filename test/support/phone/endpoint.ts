import type { RemoteInfo, Socket } from "node:dgram";
import { ClientTransaction, type ResponseListener } from "./client-transaction.ts";
import { ServerTransaction } from "./server-transaction.ts";
import { type Destination, parametersOf } from "./sip/address.ts";
import { cseqOf, headerOf, type Message, type Request, type Response } from "./sip/message.ts";
import { parseMessage } from "./sip/parse.ts";
import { standardTiming, type Timing } from "./sip/retransmission.ts";
import { writeMessage } from "./sip/write.ts";
import { bindUdp, closeUdp } from "./udp.ts";
import { WireLog, wireTime } from "./wire-log.ts";

/** Where a phone's socket is bound, and how it behaves. */
export interface EndpointOptions {
  /** 127.0.0.1 unless given. */
  readonly host?: string;
  /** A free one unless given. */
  readonly port?: number;
  /** How many messages the log keeps at least; 5,000 unless given. */
  readonly logLimit?: number;
  readonly timing?: Timing;
}

/** Who takes the requests that come in. ACKs of 2xx responses come apart: they have no transaction. */
export interface RequestTaker {
  request(transaction: ServerTransaction): void;
  ack(request: Request): void;
}

/** One UDP socket with its SIP transactions (RFC 3261 §17). Phones sit on it: one, or a whole bank of them. */
export class Endpoint {
  readonly host: string;
  readonly port: number;
  readonly timing: Timing;
  readonly log: WireLog;
  taker: RequestTaker | undefined;
  readonly #socket: Socket;
  readonly #clients = new Map<string, ClientTransaction>();
  readonly #servers = new Map<string, ServerTransaction>();
  #closed = false;

  /** Binds the socket. */
  static async open(options: EndpointOptions): Promise<Endpoint> {
    const socket = await bindUdp(options.host ?? "127.0.0.1", options.port ?? 0);
    return new Endpoint(socket, options);
  }

  private constructor(socket: Socket, options: EndpointOptions) {
    this.#socket = socket;
    this.host = socket.address().address;
    this.port = socket.address().port;
    this.timing = options.timing ?? standardTiming;
    this.log = new WireLog(options.logLimit ?? 5_000);
    socket.on("message", (datagram, from) => this.#receive(datagram, from));
  }

  /** Sends a request and follows it to its end. Its top Via must carry a fresh branch. */
  request(request: Request, to: Destination, listener: ResponseListener): ClientTransaction {
    const wire = {
      timing: this.timing,
      send: (message: Message, where: Destination) => this.send(message, where),
      forget: (transaction: ClientTransaction) => this.#clients.delete(keyOf(transaction.request)),
    };
    const transaction = new ClientTransaction(wire, request, to, listener);
    this.#clients.set(keyOf(request), transaction);
    transaction.start();
    return transaction;
  }

  /** Sends one message, once. */
  send(message: Message, to: Destination): void {
    if (this.#closed) return;
    this.log.add(wireTime(), "sent", message);
    this.#socket.send(writeMessage(message), to.port, to.host);
  }

  /** Ends every transaction at once and frees the port. Safe to repeat. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const transaction of [...this.#clients.values(), ...this.#servers.values()]) transaction.abandon();
    await closeUdp(this.#socket);
  }

  #receive(datagram: Buffer, from: RemoteInfo): void {
    const at = wireTime();
    const message = parseMessage(datagram);
    if (message === undefined) return;
    this.log.add(at, "received", message);
    if (message.kind === "response") this.#clients.get(keyOf(message))?.receive(message);
    else this.#receiveRequest(message, { host: from.address, port: from.port });
  }

  #receiveRequest(request: Request, source: Destination): void {
    const known = this.#servers.get(keyOf(request));
    if (request.method === "ACK") {
      const refused = this.#servers.get(keyOf(request, "INVITE"));
      if (refused === undefined) this.taker?.ack(request);
      else refused.acknowledged();
    } else if (known !== undefined) known.repeated();
    else this.#begin(request, source);
  }

  #begin(request: Request, source: Destination): void {
    const wire = {
      timing: this.timing,
      send: (message: Response, to: Destination) => this.send(message, to),
      forget: (gone: ServerTransaction) => this.#servers.delete(keyOf(gone.request)),
    };
    const transaction = new ServerTransaction(wire, request, source);
    this.#servers.set(keyOf(request), transaction);
    if (request.method === "CANCEL") this.#cancel(transaction);
    else this.taker?.request(transaction);
  }

  /** RFC 3261 §9.2: a CANCEL is answered for itself, and ends the INVITE of the same branch. */
  #cancel(transaction: ServerTransaction): void {
    const invite = this.#servers.get(keyOf(transaction.request, "INVITE"));
    transaction.respond(invite === undefined ? 481 : 200);
    invite?.cancelled();
  }
}

/** A transaction is known by its branch and method (RFC 3261 §17.1.3). */
function keyOf(message: Message, method = cseqOf(message).method): string {
  return `${parametersOf(headerOf(message, "Via")).get("branch") ?? ""} ${method}`;
}
