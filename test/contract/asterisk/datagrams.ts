import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import type { Address } from "./sip-message.ts";

/** A UDP socket bound to a free port of 127.0.0.1. */
export interface Datagrams {
  readonly port: number;
  send(packet: Buffer, to: Address): void;
  close(): Promise<void>;
}

export async function openDatagrams(receive: (packet: Buffer, from: Address) => void): Promise<Datagrams> {
  const socket: Socket = createSocket("udp4");
  socket.on("message", (packet, from) => receive(packet, { host: from.address, port: from.port }));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    port: socket.address().port,
    send: (packet, to) => socket.send(packet, to.port, to.host),
    close: async () => {
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}
