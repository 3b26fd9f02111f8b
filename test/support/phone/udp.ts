import { createSocket, type Socket } from "node:dgram";
import { lookup } from "node:dns";
import { once } from "node:events";
import { isIP } from "node:net";

/** Binds a UDP socket; port 0 takes a free one. Addresses in figures are not looked up, which spares a turn per packet. */
export async function bindUdp(host: string, port: number): Promise<Socket> {
  const socket = createSocket({
    type: "udp4",
    lookup: (name, options, found) => {
      if (isIP(name) === 4) found(null, name, 4);
      else lookup(name, { ...options, family: 4, all: false }, found);
    },
  });
  // Without a real look-up, binding is done before bind returns.
  const listening = once(socket, "listening");
  socket.bind(port, host);
  await listening;
  return socket;
}

/** Closes a socket and waits until its port is free. */
export async function closeUdp(socket: Socket): Promise<void> {
  const closed = once(socket, "close");
  socket.close();
  await closed;
}
