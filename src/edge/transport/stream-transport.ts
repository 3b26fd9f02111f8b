import type { Socket } from "node:net";
import { Gate, type GateSetting, KEEP_ALIVE_AFTER_MS } from "./gate.ts";
import type { ConnectionSetting } from "./limits.ts";
import { alsoTelling } from "./receiver.ts";
import type { Remote, SipConnection } from "./sip-connection.ts";
import { StreamConnection } from "./stream-connection.ts";
import type { Connection, Family, Hop, Receiver, Transport } from "./transport.ts";

const ANYWHERE = new Set(["0.0.0.0", "::"]);

/** What the transports for streams are made with. */
export interface StreamSetting extends GateSetting {
  readonly receiver: Receiver;
  readonly family: Family;
}

/** What a socket is dialled with. */
export interface Dialling {
  readonly host: string;
  readonly port: number;
  readonly localAddress?: string;
}

/**
 * SIP over streams (RFC 3261 18): connections are kept and used in both directions (RFC 5923 in spirit).
 * What kind of stream it is, those that extend this say.
 */
export abstract class StreamTransport implements Transport {
  abstract readonly protocol: "tcp" | "tls";
  readonly family: Family;
  readonly #gate: Gate;
  /** Open connections by the other side's address and port, and by whom it must prove to be. */
  readonly #pool = new Map<string, StreamConnection>();
  /** Under which name each connection is kept. */
  readonly #names = new WeakMap<Connection, string>();
  readonly #setting: ConnectionSetting;
  #localAddress = "";

  constructor(setting: StreamSetting, handshake: boolean) {
    const { receiver, clock, limits, family } = setting;
    this.family = family;
    const told = alsoTelling(receiver, (connection) => this.#forget(connection));
    this.#setting = { receiver: told, clock, limits };
    this.#gate = new Gate(setting, handshake, (socket, remote) => this.accept(socket, remote));
  }

  async listen(host: string, port: number): Promise<number> {
    const place = await this.#gate.listen(host, port);
    this.#localAddress = place.address;
    return place.port;
  }

  send(hop: Hop, bytes: Buffer, failed: () => void): void {
    this.#connectionFor(hop).write(bytes, failed);
  }

  connections(): number {
    return this.#pool.size;
  }

  async close(): Promise<void> {
    for (const connection of this.#pool.values()) connection.close();
    await this.#gate.close();
  }

  /** What is done with a connection that came in. */
  protected abstract accept(socket: Socket, remote: Remote): void;
  /** Begins to dial; says by which event it stands. */
  protected abstract dial(
    to: Dialling,
    serverName: string | undefined,
  ): { readonly socket: Socket; readonly stands: "connect" | "secureConnect" };

  /** Whoever came in has done its handshakes. */
  protected admit(socket: Socket, remote: Remote): void {
    this.#gate.ready(remote);
    this.#keep(nameOf(remote), new StreamConnection(socket, this.#named(remote), this.#setting));
  }

  #connectionFor(hop: Hop): SipConnection {
    const name = nameOf(hop, this.protocol === "tls" ? hop.serverName : undefined);
    const known = this.#pool.get(name);
    return known?.open ? known : this.#dial(name, hop);
  }

  #dial(name: string, { address, port, serverName }: Hop): StreamConnection {
    const from = ANYWHERE.has(this.#localAddress) ? {} : { localAddress: this.#localAddress };
    const { socket, stands } = this.dial({ host: address, port, ...from }, serverName);
    socket.setKeepAlive(true, KEEP_ALIVE_AFTER_MS);
    const connection = new StreamConnection(socket, this.#named({ address, port }), this.#setting, stands);
    return this.#keep(name, connection);
  }

  #named({ address, port }: Remote): Remote & { readonly protocol: "tcp" | "tls" } {
    return { protocol: this.protocol, address, port };
  }

  #keep(name: string, connection: StreamConnection): StreamConnection {
    this.#pool.set(name, connection);
    this.#names.set(connection, name);
    return connection;
  }

  #forget(connection: Connection): void {
    const name = this.#names.get(connection);
    if (name !== undefined && this.#pool.get(name) === connection) this.#pool.delete(name);
  }
}

function nameOf({ address, port }: Remote, serverName?: string): string {
  return serverName === undefined || serverName === address
    ? `${address} ${port}`
    : `${address} ${port} ${serverName}`;
}
