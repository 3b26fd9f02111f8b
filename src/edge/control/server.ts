import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Timer } from "../clock.ts";
import type { App } from "../core/app.ts";
import type { Desk } from "./commands.ts";
import { ControlConnection } from "./connection.ts";

/** A connection that has not proved itself within this time is closed. */
const PATIENCE_MS = 10_000;

/** Where applications connect to. */
export class ControlServer {
  readonly #server: Server;
  readonly #connections = new Set<ControlConnection>();
  readonly #desk: Desk;
  readonly #left: (app: App) => void;

  /** `left` is called once for each application whose connection is gone. */
  constructor(desk: Desk, left: (app: App) => void) {
    this.#desk = desk;
    this.#left = left;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** Binds; resolves with the real port. Rejects with the socket's error, e.g. EADDRINUSE. */
  async listen(host: string, port: number): Promise<number> {
    const listening = once(this.#server, "listening");
    this.#server.listen(port, host);
    await listening;
    this.#server.on("error", () => undefined);
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server without a port");
    return address.port;
  }

  /** How many applications are connected. */
  get connections(): number {
    return this.#connections.size;
  }

  async close(): Promise<void> {
    for (const connection of this.#connections) connection.close();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #accept(socket: Socket): void {
    const connection = new ControlConnection(socket, this.#desk, () => {
      patience.cancel();
      this.#connections.delete(connection);
      this.#desk.routes.removeApp(connection);
      this.#left(connection);
    });
    const patience: Timer = this.#desk.context.clock.after(PATIENCE_MS, () => {
      if (!connection.authenticated) connection.close();
    });
    this.#connections.add(connection);
  }
}
