import type { Socket } from "node:net";
import type { Clock, Timer } from "../clock.ts";
import { type Framed, type FrameLimits, SipFramer } from "../sip/framing.ts";
import type { Connection, Receiver, Source } from "./transport.ts";

/** How patient a connection is, in milliseconds. */
export interface ConnectionLimits extends FrameLimits {
  /** A message that has begun must be whole within this time; also the limit for connecting. */
  readonly messageMs: number;
  /** A connection without any traffic closes after this time. */
  readonly idleMs: number;
}

const UNSENT_BYTES = 4 * 1024 * 1024;

/** One TCP connection that carries SIP, whoever opened it. */
export class TcpConnection implements Connection {
  readonly protocol = "tcp";
  readonly address: string;
  readonly port: number;
  readonly #socket: Socket;
  readonly #framer: SipFramer;
  readonly #receiver: Receiver;
  readonly #clock: Clock;
  readonly #limits: ConnectionLimits;
  #patience: Timer | undefined;
  #open = true;

  constructor(
    socket: Socket,
    remote: { readonly address: string; readonly port: number },
    setting: { readonly receiver: Receiver; readonly clock: Clock; readonly limits: ConnectionLimits },
  ) {
    this.address = remote.address;
    this.port = remote.port;
    this.#socket = socket;
    this.#receiver = setting.receiver;
    this.#clock = setting.clock;
    this.#limits = setting.limits;
    this.#framer = new SipFramer(setting.limits);
    socket.setNoDelay(true);
    socket.setTimeout(setting.limits.idleMs, () => socket.destroy());
    socket.on("data", (piece) => this.#received(typeof piece === "string" ? Buffer.from(piece) : piece));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#gone());
    if (socket.connecting) this.#awaitConnect();
  }

  get open(): boolean {
    return this.#open;
  }

  /** Writes, if need be as soon as connected. `failed` is called where the bytes could not go out. */
  write(bytes: Buffer, failed: () => void): void {
    if (this.#socket.writableLength > UNSENT_BYTES) this.close();
    this.#socket.write(bytes, (error) => {
      if (error) failed();
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #awaitConnect(): void {
    this.#awaitRest();
    this.#socket.once("connect", () => this.#relax());
  }

  #received(piece: Buffer): void {
    const framed = this.#framer.push(piece);
    for (const item of framed) this.#handle(item);
    // Only a whole message earns more patience: one that trickles in has its time as well.
    if (framed.length > 0 || !this.#framer.midway) this.#relax();
    if (this.#framer.midway && this.#open && !this.#patience) this.#awaitRest();
  }

  #awaitRest(): void {
    this.#patience = this.#clock.after(this.#limits.messageMs, () => this.close());
  }

  #handle(item: Framed): void {
    if (item.type === "message") this.#receiver.message(item.bytes, this.#source());
    else if (item.type === "ping") this.write(Buffer.from("\r\n"), () => undefined);
    else {
      if (item.head) this.#receiver.oversized(item.head, this.#source());
      this.#socket.end(() => this.close());
    }
  }

  #source(): Source {
    return {
      protocol: "tcp",
      address: this.address,
      port: this.port,
      localAddress: this.#socket.localAddress ?? "",
      localPort: this.#socket.localPort ?? 0,
      connection: this,
    };
  }

  #relax(): void {
    this.#patience?.cancel();
    this.#patience = undefined;
  }

  #gone(): void {
    this.#relax();
    this.#open = false;
    this.#receiver.closed(this);
  }
}
