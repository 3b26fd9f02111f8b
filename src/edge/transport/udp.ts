import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import type { Clock } from "../clock.ts";
import { RefusalProbe } from "./refusal-probe.ts";
import { answerStun, isStun } from "./stun.ts";
import type { Family, Hop, Receiver, Source, Transport } from "./transport.ts";

const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

/** SIP over UDP (RFC 3261 18): one datagram, one message. STUN on the same port is answered (RFC 5626 8). */
export class UdpTransport implements Transport {
  readonly protocol = "udp";
  readonly family: Family;
  readonly #socket: Socket;
  readonly #receiver: Receiver;
  readonly #clock: Clock;
  readonly #noticesRefusal: boolean;
  #probe: RefusalProbe | undefined;
  #local = { address: "", port: 0 };
  #closed = false;

  constructor(setting: {
    readonly receiver: Receiver;
    readonly clock: Clock;
    readonly family: Family;
    /** Whether closed ports are looked for, see `RefusalProbe`. */
    readonly noticesRefusal: boolean;
  }) {
    const { receiver, clock, family, noticesRefusal } = setting;
    this.family = family;
    this.#receiver = receiver;
    this.#clock = clock;
    this.#noticesRefusal = noticesRefusal;
    const six = family === "ipv6";
    // Addresses are literal here; looking them up would only cost a turn of the event loop.
    this.#socket = createSocket({
      type: six ? "udp6" : "udp4",
      ipv6Only: six,
      recvBufferSize: SOCKET_BUFFER_BYTES,
      sendBufferSize: SOCKET_BUFFER_BYTES,
      lookup: (address, _options, found) => found(null, address, six ? 6 : 4),
    });
  }

  async listen(host: string, port: number): Promise<number> {
    const listening = once(this.#socket, "listening");
    this.#socket.bind(port, host);
    await listening;
    this.#local = this.#socket.address();
    if (this.#noticesRefusal) this.#probe = new RefusalProbe(this.#clock, this.family, this.#local.address);
    this.#socket.on("message", (bytes, from) => this.#received(bytes, from));
    // Errors of single datagrams come to the callback of `send`; what is left here must not end the process.
    this.#socket.on("error", () => undefined);
    return this.#local.port;
  }

  send(hop: Hop, bytes: Buffer, failed: () => void): void {
    if (this.#closed) return;
    let told = false;
    const fail = (): void => {
      if (!told) failed();
      told = true;
    };
    this.#socket.send(bytes, hop.port, hop.address, (error) => {
      if (error) fail();
    });
    this.#probe?.sent(hop, fail);
  }

  connections(): number {
    return 0;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#probe?.close();
    await new Promise<void>((resolve) => {
      this.#socket.close(resolve);
    });
  }

  #received(bytes: Buffer, from: RemoteInfo): void {
    this.#probe?.heard(from);
    if (isStun(bytes)) return this.#stun(bytes, from);
    const source: Source = {
      protocol: "udp",
      address: from.address,
      port: from.port,
      localAddress: this.#local.address,
      localPort: this.#local.port,
    };
    this.#receiver.message(bytes, source);
  }

  #stun(bytes: Buffer, from: RemoteInfo): void {
    const answer = answerStun(bytes, from);
    if (answer && !this.#closed) this.#socket.send(answer, from.port, from.address, () => undefined);
  }
}
