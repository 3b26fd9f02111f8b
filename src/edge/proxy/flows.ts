import type { Connection } from "../transport/transport.ts";

/**
 * Names for connections, so that a message can say over which of them its answer, or a later request of its
 * dialog, is to go (RFC 5626 5.3). A name dies with its connection and is never given again.
 */
export class Flows {
  readonly #byName = new Map<string, Connection>();
  readonly #names = new Map<Connection, string>();

  get size(): number {
    return this.#byName.size;
  }

  /** The connection's name; `fresh` gives one where it has none yet. */
  name(connection: Connection, fresh: () => string): string {
    const known = this.#names.get(connection);
    if (known !== undefined) return known;
    const name = fresh();
    this.#names.set(connection, name);
    this.#byName.set(name, connection);
    return name;
  }

  /** The connection of that name, while it is open. */
  find(name: string): Connection | undefined {
    const connection = this.#byName.get(name);
    return connection?.open ? connection : undefined;
  }

  drop(connection: Connection): void {
    const name = this.#names.get(connection);
    if (name === undefined) return;
    this.#names.delete(connection);
    this.#byName.delete(name);
  }
}
