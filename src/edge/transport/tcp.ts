import { connect, type Socket } from "node:net";
import type { Remote } from "./sip-connection.ts";
import { type Dialling, type StreamSetting, StreamTransport } from "./stream-transport.ts";

/** SIP over TCP (RFC 3261 18). */
export class TcpTransport extends StreamTransport {
  readonly protocol = "tcp";

  constructor(setting: StreamSetting) {
    super(setting, false);
  }

  protected accept(socket: Socket, remote: Remote): void {
    this.admit(socket, remote);
  }

  protected dial(to: Dialling): { readonly socket: Socket; readonly stands: "connect" } {
    return { socket: connect({ ...to }), stands: "connect" };
  }
}
