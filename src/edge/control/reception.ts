import type { Socket } from "node:net";
import { Antechamber } from "./antechamber.ts";
import type { Desk } from "./commands.ts";
import { ControlConnection } from "./connection.ts";
import type { ControlLimits } from "./settings.ts";

/** Receives the applications that connect, at whatever address, and lets go who does not prove itself. */
export class Reception {
  readonly #connections = new Set<ControlConnection>();
  readonly #antechamber: Antechamber<ControlConnection>;
  readonly #desk: Desk;
  readonly #limits: ControlLimits;
  readonly #left: (app: ControlConnection) => void;

  /** `left` is called once for each application that is not heard any more. */
  constructor(desk: Desk, limits: ControlLimits, left: (app: ControlConnection) => void) {
    this.#desk = desk;
    this.#limits = limits;
    this.#left = left;
    this.#antechamber = new Antechamber(limits);
  }

  /** How many are connected, proven or not. */
  get size(): number {
    return this.#connections.size;
  }

  accept(socket: Socket): void {
    if (this.#connections.size >= this.#limits.connections) {
      socket.on("error", () => undefined);
      socket.destroy();
      return;
    }
    const connection = new ControlConnection(socket, this.#desk, this.#limits.unreadBytes, {
      proven: () => this.#antechamber.leave(connection),
      left: () => this.#left(connection),
      closed: () => {
        patience.cancel();
        this.#antechamber.leave(connection);
        this.#connections.delete(connection);
      },
    });
    const patience = this.#desk.context.clock.after(this.#limits.proofMs, () => {
      if (!connection.authenticated) connection.close();
    });
    this.#connections.add(connection);
    this.#antechamber.enter(connection, connection.source)?.close();
  }

  /** Cuts all connections. */
  close(): void {
    for (const connection of this.#connections) connection.close();
  }
}
