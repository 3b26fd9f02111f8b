import { createSocket } from "node:dgram";
import { once } from "node:events";
import { decode, encode } from "dns-packet";

/** A DNS server on loopback that knows A records and says NXDOMAIN of all else. */
export interface NameServer {
  /** address:port */
  readonly place: string;
  close(): Promise<void>;
}

const AUTHORITATIVE = 1024;
const NXDOMAIN = 3;

/** Starts one on any free port; `find` gives the IPv4 address of a name, or undefined. */
export async function startNameServer(find: (name: string) => string | undefined): Promise<NameServer> {
  const socket = createSocket("udp4");
  socket.on("message", (bytes, { address, port }) => socket.send(answer(bytes, find), port, address));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    place: `127.0.0.1:${socket.address().port}`,
    close: () => new Promise((closed) => socket.close(() => closed())),
  };
}

/** A name that is known but has no record of the type asked for is answered with none (RFC 2308 2.2). */
function answer(bytes: Buffer, find: (name: string) => string | undefined): Buffer {
  const { id, questions = [] } = decode(bytes);
  const found = questions.map(({ name, type }) => ({ name, type, address: find(name.toLowerCase()) }));
  const unknown = found.every(({ address }) => address === undefined);
  return encode({
    type: "response",
    ...(id === undefined ? {} : { id }),
    flags: AUTHORITATIVE | (unknown ? NXDOMAIN : 0),
    questions,
    answers: found.flatMap(({ name, type, address }) =>
      type === "A" && address !== undefined ? [{ type: "A", name, ttl: 1, data: address }] : [],
    ),
  });
}
