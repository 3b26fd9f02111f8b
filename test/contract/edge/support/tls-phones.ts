import { once } from "node:events";
import { connect, createServer, type Server } from "node:tls";
import { onTestFinished } from "vitest";
import type { Certificate } from "./certificate.ts";
import { Inbox } from "./inbox.ts";
import { TcpPhone } from "./phones.ts";

/** Dials the server over TLS; rejects where its certificate is not the one trusted. */
export async function dialTls(port: number, trusted: Pick<Certificate, "cert">): Promise<TcpPhone> {
  const socket = connect({ port, host: "127.0.0.1", servername: "localhost", ca: trusted.cert });
  onTestFinished(() => void socket.destroy());
  await once(socket, "secureConnect");
  return new TcpPhone(socket, undefined, "TLS");
}

/** Somebody the server dials over TLS. */
export class TlsListener {
  readonly port: number;
  /** The server name (SNI) of each connection; false where there was none. */
  readonly names: (string | false)[] = [];
  readonly #calls = new Inbox<TcpPhone>();

  private constructor(server: Server, port: number) {
    this.port = port;
    server.on("secureConnection", (socket) => {
      this.names.push(socket.servername ?? false);
      this.#calls.put(new TcpPhone(socket, port, "TLS"));
    });
    server.on("tlsClientError", () => undefined);
    onTestFinished(() => {
      for (const phone of this.#calls.all) phone.close();
      server.close();
    });
  }

  static async open({ cert, key }: Pick<Certificate, "cert" | "key">): Promise<TlsListener> {
    const server = createServer({ cert, key });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return new TlsListener(server, address.port);
  }

  async connection(): Promise<TcpPhone> {
    return this.#calls.take(() => true, "a connection");
  }

  /** All that came, once every connection is closed. */
  async heardInAll(): Promise<string> {
    await Promise.all(this.#calls.all.map(({ closed }) => closed));
    return this.#calls.all.map(({ raw }) => raw).join("");
  }

  get accepted(): number {
    return this.#calls.all.length;
  }
}
