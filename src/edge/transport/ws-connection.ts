import { isUtf8 } from "node:buffer";
import type { Socket } from "node:net";
import type { RawData, WebSocket } from "ws";
import type { Timer } from "../clock.ts";
import type { ConnectionSetting } from "./limits.ts";
import { type Remote, SipConnection } from "./sip-connection.ts";
import type { Source } from "./transport.ts";
import { WsProgress } from "./ws-progress.ts";

const CRLF = Buffer.from("\r\n");
const DOUBLE_CRLF = Buffer.from("\r\n\r\n");

/** One WebSocket that carries SIP (RFC 7118 5.2): each text or binary message is one SIP message. */
export class WsConnection extends SipConnection {
  readonly #socket: WebSocket;
  readonly #place: Pick<Source, "localAddress" | "localPort">;
  readonly #progress = new WsProgress();
  #heard = true;
  #ending = false;
  #ping: Timer;

  constructor(
    socket: WebSocket,
    remote: Remote & { readonly protocol: "ws" | "wss" },
    carrier: Socket,
    setting: ConnectionSetting,
  ) {
    super(remote.protocol, remote, setting);
    this.#socket = socket;
    this.#place = { localAddress: carrier.localAddress ?? "", localPort: carrier.localPort ?? 0 };
    this.#ping = this.#pingLater();
    socket.on("message", (data: RawData) => this.#received(data));
    // The library has told the other side what was wrong: 1009 too big, 1007 no UTF-8, 1002 no WebSocket.
    socket.on("error", () => this.#expectEnd());
    socket.on("close", () => this.#ended());
    carrier.on("data", (piece: Buffer) => this.#follow(piece));
  }

  write(bytes: Buffer, failed: () => void): void {
    if (this.#socket.bufferedAmount > this.setting.limits.unsentBytes) this.close();
    this.#socket.send(bytes, { binary: !isUtf8(bytes) }, (error) => {
      if (error) failed();
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  protected local(): Pick<Source, "localAddress" | "localPort"> {
    return this.#place;
  }

  #received(data: RawData): void {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
    if (bytes.equals(DOUBLE_CRLF)) this.write(CRLF, () => undefined);
    else if (!bytes.equals(CRLF)) this.setting.receiver.message(bytes, this.source());
  }

  /** Only a whole message earns more patience: one that trickles in has its time as well. */
  #follow(piece: Buffer): void {
    if (this.#ending) return;
    this.#heard = true;
    if (this.#progress.push(piece)) this.relax();
    if (!this.#progress.midway) this.relax();
    else if (!this.waits) this.expectWithin(this.setting.limits.messageMs);
  }

  /** RFC 7118 6, RFC 6455 5.5.2: who does not even say pong is gone. */
  #pingLater(): Timer {
    return this.setting.clock.after(this.setting.limits.pingMs, () => {
      if (!this.#heard) return this.close();
      this.#heard = false;
      this.#socket.ping();
      this.#ping = this.#pingLater();
    });
  }

  #expectEnd(): void {
    this.#ending = true;
    this.expectWithin(this.setting.limits.connectMs);
  }

  #ended(): void {
    this.#ping.cancel();
    this.gone();
  }
}
