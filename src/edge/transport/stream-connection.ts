import type { Socket } from "node:net";
import type { Timer } from "../clock.ts";
import { type Framed, SipFramer } from "../sip/framing.ts";
import type { ConnectionSetting } from "./limits.ts";
import { type Remote, SipConnection } from "./sip-connection.ts";
import type { Source } from "./transport.ts";

const PONG = Buffer.from("\r\n");

/** Until a dialled connection stands nothing is written, lest it reach somebody whose certificate is wrong. */
interface Waiting {
  readonly bytes: Buffer;
  readonly failed: () => void;
}

/** One TCP or TLS connection that carries SIP by Content-Length (RFC 3261 18.3), whoever opened it. */
export class StreamConnection extends SipConnection {
  readonly #socket: Socket;
  readonly #framer: SipFramer;
  #waiting: Waiting[] | undefined;
  #waitingBytes = 0;
  #lastActive: number;
  #idle: Timer;

  /** `stands` names the event after which a connection being dialled may be used; accepted ones stand already. */
  constructor(
    socket: Socket,
    remote: Remote & { readonly protocol: "tcp" | "tls" },
    setting: ConnectionSetting,
    stands?: "connect" | "secureConnect",
  ) {
    super(remote.protocol, remote, setting);
    this.#socket = socket;
    this.#framer = new SipFramer(setting.limits);
    this.#lastActive = setting.clock.now();
    this.#idle = this.#watchIdle(setting.limits.idleMs);
    socket.setNoDelay(true);
    socket.on("data", (piece) => this.#received(typeof piece === "string" ? Buffer.from(piece) : piece));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#ended());
    if (stands) this.#awaitStanding(stands);
    else this.expectWithin(setting.limits.messageMs);
  }

  write(bytes: Buffer, failed: () => void): void {
    if (this.#waiting) {
      this.#waiting.push({ bytes, failed });
      this.#waitingBytes += bytes.length;
      if (this.#waitingBytes > this.setting.limits.unsentBytes) this.close();
      return;
    }
    this.#lastActive = this.setting.clock.now();
    if (this.#socket.writableLength > this.setting.limits.unsentBytes) this.close();
    this.#socket.write(bytes, (error) => {
      if (error) failed();
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  protected local(): Pick<Source, "localAddress" | "localPort"> {
    return { localAddress: this.#socket.localAddress ?? "", localPort: this.#socket.localPort ?? 0 };
  }

  #awaitStanding(event: "connect" | "secureConnect"): void {
    this.#waiting = [];
    this.expectWithin(this.setting.limits.connectMs);
    this.#socket.once(event, () => {
      this.relax();
      const waiting = this.#waiting ?? [];
      this.#waiting = undefined;
      for (const { bytes, failed } of waiting) this.write(bytes, failed);
    });
  }

  #received(piece: Buffer): void {
    this.#lastActive = this.setting.clock.now();
    const framed = this.#framer.push(piece);
    for (const item of framed) this.#handle(item);
    // Only a whole message earns more patience: one that trickles in has its time as well.
    if (framed.length > 0) this.relax();
    if (this.#framer.midway && this.open && !this.waits) this.expectWithin(this.setting.limits.messageMs);
  }

  #handle(item: Framed): void {
    if (item.type === "message") this.setting.receiver.message(item.bytes, this.source());
    else if (item.type === "ping") this.write(PONG, () => undefined);
    else {
      if (item.head) this.setting.receiver.oversized(item.head, this.source());
      this.#socket.end(() => this.close());
    }
  }

  /** One timer looks now and then, so that a message costs no timer of its own. */
  #watchIdle(ms: number): Timer {
    return this.setting.clock.after(ms, () => {
      const left = this.#lastActive + this.setting.limits.idleMs - this.setting.clock.now();
      if (left <= 0) this.close();
      else this.#idle = this.#watchIdle(left);
    });
  }

  #ended(): void {
    this.#idle.cancel();
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    this.gone();
    for (const { failed } of waiting) failed();
  }
}
