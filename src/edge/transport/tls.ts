import { isIP, type Socket } from "node:net";
import { connect, createServer, type Server, type TLSSocket } from "node:tls";
import type { Certificates } from "./certificates.ts";
import type { Remote } from "./sip-connection.ts";
import { identityFault } from "./sip-identity.ts";
import { type Dialling, type StreamSetting, StreamTransport } from "./stream-transport.ts";

/** What TLS needs beyond a stream. */
export interface TlsSetting extends StreamSetting {
  readonly certificates: Certificates;
  /** Whether those we dial must prove who they are. */
  readonly verify: boolean;
}

/**
 * SIP over TLS (RFC 3261 26.2.1). Whom we dial must show a certificate for the host its URI names
 * (RFC 5922 7); who dials us is not asked for one. Replacing the certificates leaves connections alone.
 */
export class TlsTransport extends StreamTransport {
  readonly protocol = "tls";
  readonly #server: Server;
  readonly #certificates: Certificates;
  readonly #verify: boolean;

  constructor(setting: TlsSetting) {
    super(setting, true);
    this.#certificates = setting.certificates;
    this.#verify = setting.verify;
    this.#server = createServer(setting.certificates.server(), (socket) => this.#secured(socket));
    this.#server.on("tlsClientError", (_error, socket) => socket.destroy());
    setting.certificates.watch((options) => this.#server.setSecureContext(options));
  }

  protected accept(socket: Socket): void {
    this.#server.emit("connection", socket);
  }

  protected dial(
    to: Dialling,
    serverName: string | undefined,
  ): { readonly socket: Socket; readonly stands: "secureConnect" } {
    const name = serverName ?? to.host;
    const socket = connect({
      ...to,
      secureContext: this.#certificates.client(),
      rejectUnauthorized: this.#verify,
      checkServerIdentity: (_host, certificate) => identityFault(name, certificate),
      // RFC 6066 3: the name is shown only where it is one.
      ...(isIP(name) ? {} : { servername: name }),
    });
    return { socket, stands: "secureConnect" };
  }

  #secured(socket: TLSSocket): void {
    const remote = remoteOf(socket);
    if (remote) this.admit(socket, remote);
    else socket.destroy();
  }
}

/** The other end of a connection; undefined where it is gone already. */
export function remoteOf({ remoteAddress, remotePort }: Socket): Remote | undefined {
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  return { address: remoteAddress, port: remotePort };
}
