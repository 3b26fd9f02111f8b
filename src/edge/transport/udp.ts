import { createSocket, type RemoteInfo, type Socket } from "node:dgram";
import { once } from "node:events";
import type { Hop, Receiver, Source, Transport } from "./transport.ts";

const SOCKET_BUFFER_BYTES = 4 * 1024 * 1024;

/** SIP over UDP (RFC 3261 18): one datagram, one message. */
export class UdpTransport implements Transport {
  readonly protocol = "udp";
  readonly reliable = false;
  readonly #socket: Socket;
  readonly #receiver: Receiver;
  #local = { address: "", port: 0 };
  #closed = false;

  constructor(receiver: Receiver) {
    this.#receiver = receiver;
    // Addresses are literal here; looking them up would only cost a turn of the event loop.
    this.#socket = createSocket({
      type: "udp4",
      recvBufferSize: SOCKET_BUFFER_BYTES,
      sendBufferSize: SOCKET_BUFFER_BYTES,
      lookup: (address, _options, found) => found(null, address, 4),
    });
  }

  async listen(host: string, port: number): Promise<number> {
    const listening = once(this.#socket, "listening");
    this.#socket.bind(port, host);
    await listening;
    this.#local = this.#socket.address();
    this.#socket.on("message", (bytes, from) => this.#received(bytes, from));
    // Errors of single datagrams come to the callback of `send`; what is left here must not end the process.
    this.#socket.on("error", () => undefined);
    return this.#local.port;
  }

  send(hop: Hop, bytes: Buffer, failed: () => void): void {
    if (this.#closed) return;
    this.#socket.send(bytes, hop.port, hop.address, (error) => {
      if (error) failed();
    });
  }

  connections(): number {
    return 0;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await new Promise<void>((resolve) => {
      this.#socket.close(resolve);
    });
  }

  #received(bytes: Buffer, from: RemoteInfo): void {
    const source: Source = {
      protocol: "udp",
      address: from.address,
      port: from.port,
      localAddress: this.#local.address,
      localPort: this.#local.port,
    };
    this.#receiver.message(bytes, source);
  }
}
