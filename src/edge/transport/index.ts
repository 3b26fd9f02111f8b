import { SipConnection } from "./sip-connection.ts";
import { canDial, canonical, familyOf, type Hop, type Protocol, type Transport } from "./transport.ts";

/** All transports the server listens on; which one carries a message, its protocol and address say. */
export class Transports {
  readonly #all: readonly Transport[];
  readonly #sent: (bytes: Buffer, hop: Hop) => void;

  /** `sent` hears every message that is to go out. */
  constructor(transports: readonly Transport[], sent: (bytes: Buffer, hop: Hop) => void = () => undefined) {
    this.#all = transports;
    this.#sent = sent;
  }

  /** The protocol of that name, where this server can dial somebody by it. `name` is lower case. */
  known(name: string): Protocol | undefined {
    return this.#all.find(({ protocol }) => protocol === name && canDial(protocol))?.protocol;
  }

  /** Whether there is a way to that IP address by that protocol. */
  reaches(protocol: Protocol, address: string): boolean {
    return canDial(protocol) && this.#towards(protocol, address) !== undefined;
  }

  /** Whether the transport itself repeats what was lost (RFC 3261 17). */
  reliable(protocol: Protocol): boolean {
    return protocol !== "udp";
  }

  /** Sends down the hop's connection while that is open, else by its transport. `failed` comes at most once, later. */
  send(hop: Hop, bytes: Buffer, failed: () => void): void {
    const { connection } = hop;
    this.#sent(bytes, hop);
    if (connection instanceof SipConnection && connection.open) return connection.write(bytes, failed);
    const transport = this.#towards(hop.protocol, hop.address);
    // Connections are known by the other side's address, which may be spelt in another way here.
    const address = canonical(hop.address);
    if (transport) transport.send(address === hop.address ? hop : { ...hop, address }, bytes, failed);
    else setImmediate(failed);
  }

  connections(): number {
    return this.#all.reduce((sum, transport) => sum + transport.connections(), 0);
  }

  /** The same for each transport that has connections at all. */
  connectionsByProtocol(): ReadonlyMap<Protocol, number> {
    const counts = new Map<Protocol, number>();
    for (const transport of this.#all) {
      if (transport.protocol === "udp") continue;
      counts.set(transport.protocol, (counts.get(transport.protocol) ?? 0) + transport.connections());
    }
    return counts;
  }

  async close(): Promise<void> {
    for (const transport of this.#all) await transport.close();
  }

  #towards(protocol: Protocol, address: string): Transport | undefined {
    const family = familyOf(address);
    return this.#all.find((one) => one.protocol === protocol && one.family === family);
  }
}
