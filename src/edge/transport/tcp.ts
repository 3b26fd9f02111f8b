import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import type { Clock } from "../clock.ts";
import { type ConnectionLimits, TcpConnection } from "./tcp-connection.ts";
import type { Connection, Hop, Receiver, Transport } from "./transport.ts";

const MOST_CONNECTIONS = 20_000;

/** SIP over TCP (RFC 3261 18): connections are kept and used in both directions. */
export class TcpTransport implements Transport {
  readonly protocol = "tcp";
  readonly reliable = true;
  readonly #server: Server;
  /** Open connections by `address:port` of the other side. */
  readonly #pool = new Map<string, TcpConnection>();
  readonly #setting: { receiver: Receiver; clock: Clock; limits: ConnectionLimits };
  #localAddress = "";

  constructor(receiver: Receiver, clock: Clock, limits: ConnectionLimits) {
    const closed = (connection: Connection): void => {
      this.#forget(connection);
      receiver.closed(connection);
    };
    this.#setting = { receiver: { ...bound(receiver), closed }, clock, limits };
    this.#server = createServer((socket) => this.#accepted(socket));
    this.#server.maxConnections = MOST_CONNECTIONS;
  }

  async listen(host: string, port: number): Promise<number> {
    const listening = once(this.#server, "listening");
    this.#server.listen(port, host);
    await listening;
    this.#server.on("error", () => undefined);
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server without a port");
    this.#localAddress = address.address;
    return address.port;
  }

  send(hop: Hop, bytes: Buffer, failed: () => void): void {
    this.#connectionFor(hop).write(bytes, failed);
  }

  connections(): number {
    return this.#pool.size;
  }

  async close(): Promise<void> {
    for (const connection of this.#pool.values()) connection.close();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #connectionFor(hop: Hop): TcpConnection {
    if (hop.connection instanceof TcpConnection && hop.connection.open) return hop.connection;
    return this.#pool.get(`${hop.address}:${hop.port}`) ?? this.#dial(hop);
  }

  #dial(hop: Hop): TcpConnection {
    const anywhere = this.#localAddress === "0.0.0.0";
    const socket = connect({
      host: hop.address,
      port: hop.port,
      ...(anywhere ? {} : { localAddress: this.#localAddress }),
    });
    return this.#keep(socket, { address: hop.address, port: hop.port });
  }

  #accepted(socket: Socket): void {
    const { remoteAddress: address, remotePort: port } = socket;
    if (address === undefined || port === undefined) socket.destroy();
    else this.#keep(socket, { address, port });
  }

  #keep(socket: Socket, remote: { address: string; port: number }): TcpConnection {
    const connection = new TcpConnection(socket, remote, this.#setting);
    this.#pool.set(`${remote.address}:${remote.port}`, connection);
    return connection;
  }

  #forget(connection: Connection): void {
    const key = `${connection.address}:${connection.port}`;
    if (this.#pool.get(key) === connection) this.#pool.delete(key);
  }
}

function bound(receiver: Receiver): Receiver {
  return {
    message: (bytes, source) => receiver.message(bytes, source),
    oversized: (head, source) => receiver.oversized(head, source),
    closed: (connection) => receiver.closed(connection),
  };
}
