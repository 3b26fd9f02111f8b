import type { Hop, Protocol, Transport } from "./transport.ts";

/** All transports the server listens on, by protocol. */
export class Transports {
  readonly #byProtocol = new Map<Protocol, Transport>();

  constructor(transports: readonly Transport[]) {
    for (const transport of transports) this.#byProtocol.set(transport.protocol, transport);
  }

  /** The protocol of that name, where this server has it. `name` is lower case. */
  known(name: string): Protocol | undefined {
    for (const protocol of this.#byProtocol.keys()) if (protocol === name) return protocol;
    return undefined;
  }

  /** Whether there is a way to that IP address by that protocol. */
  reaches(protocol: Protocol, address: string): boolean {
    return !address.includes(":") && this.#byProtocol.has(protocol);
  }

  get protocols(): readonly Protocol[] {
    return [...this.#byProtocol.keys()];
  }

  reliable(protocol: Protocol): boolean {
    return this.#byProtocol.get(protocol)?.reliable ?? false;
  }

  send(hop: Hop, bytes: Buffer, failed: () => void): void {
    this.#byProtocol.get(hop.protocol)?.send(hop, bytes, failed);
  }

  connections(): number {
    return [...this.#byProtocol.values()].reduce((sum, transport) => sum + transport.connections(), 0);
  }

  async close(): Promise<void> {
    for (const transport of this.#byProtocol.values()) await transport.close();
  }
}
