import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import type { Clock, Timer } from "../clock.ts";
import type { ConnectionLimits } from "./limits.ts";
import type { Quota } from "./quota.ts";
import type { Remote } from "./sip-connection.ts";

/** How long a silent connection stands before the kernel asks whether the other side is still there, in milliseconds. */
export const KEEP_ALIVE_AFTER_MS = 60_000;

/** What a gate needs to know. */
export interface GateSetting {
  readonly clock: Clock;
  readonly limits: ConnectionLimits;
  readonly quota: Quota;
}

/**
 * Where connections come in, whatever will be spoken on them: it lets in as many as the quota allows and
 * sees to it that handshakes end.
 */
export class Gate {
  readonly #server: Server;
  readonly #setting: GateSetting;
  readonly #accepted: (socket: Socket, remote: Remote) => void;
  /** Sockets by `address port` of the other side, with the limit of their handshake while it runs. */
  readonly #sockets = new Map<string, { readonly socket: Socket; handshake: Timer | undefined }>();

  /** With `handshake`, each connection must be reported as `ready` in time. */
  constructor(setting: GateSetting, handshake: boolean, accepted: (socket: Socket, remote: Remote) => void) {
    this.#setting = setting;
    this.#accepted = accepted;
    this.#server = createServer(
      { noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_AFTER_MS },
      (socket) => this.#knock(socket, handshake),
    );
  }

  /** Binds; resolves with where it really is. Rejects with the socket's error, e.g. EADDRINUSE. */
  async listen(host: string, port: number): Promise<Remote> {
    const listening = once(this.#server, "listening");
    this.#server.listen({ host, port, ipv6Only: true });
    await listening;
    // What fails later, e.g. for want of file descriptors, concerns one connection only.
    this.#server.on("error", () => undefined);
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server without a port");
    return { address: address.address, port: address.port };
  }

  /** The handshakes of the connection from there are done. */
  ready({ address, port }: Remote): void {
    const entry = this.#sockets.get(nameOf({ address, port }));
    entry?.handshake?.cancel();
    if (entry) entry.handshake = undefined;
  }

  /** Closes the port and all that came in by it. */
  async close(): Promise<void> {
    for (const { socket } of this.#sockets.values()) socket.destroy();
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #knock(socket: Socket, handshake: boolean): void {
    socket.on("error", () => socket.destroy());
    const { remoteAddress: address, remotePort: port } = socket;
    if (address === undefined || port === undefined || !this.#setting.quota.admit(address)) {
      socket.destroy();
      return;
    }
    const { clock, limits, quota } = this.#setting;
    const remote = { address, port };
    const limit = handshake ? clock.after(limits.handshakeMs, () => socket.destroy()) : undefined;
    this.#sockets.set(nameOf(remote), { socket, handshake: limit });
    socket.once("close", () => {
      this.ready(remote);
      this.#sockets.delete(nameOf(remote));
      quota.release(address);
    });
    this.#accepted(socket, remote);
  }
}

function nameOf({ address, port }: Remote): string {
  return `${address} ${port}`;
}
