import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A stretch of network between browser and server that can fail. */
export interface Relay {
  readonly port: number;
  /** Breaks every connection through it; new ones are taken at once. */
  cut(): void;
}

/** Relays TCP from a free port to `target`; it goes with the test. */
export async function startRelay(target: number): Promise<Relay> {
  const open = new Set<Socket>();
  const cut = (): void => open.forEach((socket) => socket.resetAndDestroy());
  const server = createServer((near) => {
    const far = connect({ host: "127.0.0.1", port: target });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => undefined);
      one.once("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    cut();
    server.close();
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return { port: address.port, cut };
}
