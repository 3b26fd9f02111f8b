import { EventEmitter, once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A TCP relay that a test can break: between Asterisk and us lies a network. */
export interface BreakableLink {
  readonly port: number;
  /** Where connections go from now on. */
  leadTo(port: number): void;
  /** Breaks what is connected and lets nothing new through. */
  cut(): void;
  mend(): void;
  /** Loses what Asterisk sends, until the link is cut. */
  swallow(): void;
  /** Resolves when Asterisk next tries to connect: it has noticed. */
  knock(): Promise<void>;
  close(): Promise<void>;
}

export async function openBreakableLink(port: number): Promise<BreakableLink> {
  const sockets = new Set<Socket>();
  let target = 0;
  let isCut = false;
  let isSwallowing = false;
  const knocks = new EventEmitter();
  const keep = (socket: Socket): void => {
    sockets.add(socket.setNoDelay(true));
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    knocks.emit("knock");
    if (isCut || target === 0) {
      near.destroy();
      return;
    }
    const far = connect(target, "127.0.0.1");
    keep(far);
    far.pipe(near);
    near.on("data", (bytes) => {
      if (!isSwallowing) far.write(bytes);
    });
    far.on("close", () => near.destroy());
    near.on("close", () => far.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    leadTo: (next) => {
      target = next;
    },
    cut: () => {
      isCut = true;
      isSwallowing = false;
      breakAll();
    },
    mend: () => {
      isCut = false;
    },
    swallow: () => {
      isSwallowing = true;
    },
    knock: async () => {
      await once(knocks, "knock");
    },
    close: async () => {
      const closed = once(server, "close");
      server.close();
      breakAll();
      await closed;
    },
  };
}
