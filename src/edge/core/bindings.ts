import type { Clock, Timer } from "../clock.ts";
import type { Connection } from "../transport/transport.ts";

interface Binding {
  readonly connection: Connection;
  readonly expiry: Timer;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

/**
 * Contacts that registered or subscribed over a connection, by `user@host`: later requests to them go
 * down that same connection, since nobody could open one towards a phone behind NAT.
 */
export class Bindings {
  readonly #byContact = new Map<string, Binding>();
  readonly #byConnection = new WeakMap<Connection, Set<string>>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get size(): number {
    return this.#byContact.size;
  }

  /** Binds a contact for some seconds; 0 seconds unbinds it. */
  bind(contact: string, connection: Connection, seconds: number): void {
    this.unbind(contact);
    if (seconds <= 0) return;
    // A timer cannot be set for longer than 2^31 ms.
    const ms = Math.min(seconds * 1000, 2 ** 31 - 1);
    const expiry = this.#clock.after(ms, () => this.unbind(contact));
    this.#byContact.set(contact, { connection, expiry, until: this.#clock.now() + ms });
    const contacts = this.#byConnection.get(connection) ?? new Set();
    this.#byConnection.set(connection, contacts.add(contact));
  }

  unbind(contact: string): void {
    const binding = this.#byContact.get(contact);
    if (!binding) return;
    binding.expiry.cancel();
    this.#byContact.delete(contact);
    this.#byConnection.get(binding.connection)?.delete(contact);
  }

  /** The connection on which a contact can be reached. */
  find(contact: string): Connection | undefined {
    const connection = this.#byContact.get(contact)?.connection;
    return connection?.open ? connection : undefined;
  }

  /** A connection is gone, and with it all that was bound to it. */
  dropConnection(connection: Connection): void {
    for (const contact of [...(this.#byConnection.get(connection) ?? [])]) this.unbind(contact);
  }

  /** All that is bound, and for how many seconds more. */
  all(): { readonly contact: string; readonly connection: Connection; readonly seconds: number }[] {
    const now = this.#clock.now();
    return [...this.#byContact].map(([contact, { connection, until }]) => ({
      contact,
      connection,
      seconds: Math.ceil((until - now) / 1000),
    }));
  }

  clear(): void {
    for (const contact of [...this.#byContact.keys()]) this.unbind(contact);
  }
}
