import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { ControlCertificate } from "./certificate.ts";
import type { Reception } from "./reception.ts";

/** One address on which applications connect, with TLS where it is given a certificate. */
export class ControlServer {
  readonly protocol: "tcp" | "tls";
  readonly #server: Server;
  readonly #reception: Reception;
  readonly #certificate: ControlCertificate | undefined;

  constructor(reception: Reception, certificate?: ControlCertificate) {
    this.protocol = certificate ? "tls" : "tcp";
    this.#reception = reception;
    this.#certificate = certificate;
    this.#server = createServer((socket) => this.#reception.accept(this.#dressed(socket)));
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

  /** Connects nobody any more; resolves when all its connections are closed. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #dressed(socket: Socket): Socket {
    if (!this.#certificate) return socket;
    // A handshake that fails is an error of the stream below, which nobody else would hear.
    socket.on("error", () => socket.destroy());
    return new TLSSocket(socket, { isServer: true, secureContext: this.#certificate.current });
  }
}
