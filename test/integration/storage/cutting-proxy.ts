import { connect, createServer, type Socket } from "node:net";

/** A TCP proxy that can lose an answer, the way a network does. */
export interface CuttingProxy {
  readonly port: number;
  /** What is sent next reaches the server, but the connection breaks before its answer comes through. Resolves then. */
  loseNextAnswer(): Promise<void>;
  /** Breaks what is connected now; `refuse` keeps new connections out until it is false again. */
  cut(refuse: boolean): void;
  close(): Promise<void>;
}

export async function openCuttingProxy(target: { host: string; port: number }): Promise<CuttingProxy> {
  const near = new Set<Socket>();
  let refusing = false;
  let losing: (() => void) | undefined;
  const server = createServer((client) => {
    if (refusing) return client.destroy();
    const upstream = connect(target);
    near.add(client);
    client.on("data", (request) => upstream.write(request));
    upstream.on("data", (answer) => {
      if (losing === undefined) return client.write(answer);
      losing();
      losing = undefined;
      return client.destroy();
    });
    for (const socket of [client, upstream]) {
      socket.on("error", () => {});
      socket.on("close", () => {
        near.delete(client);
        client.destroy();
        upstream.destroy();
      });
    }
    return undefined;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    loseNextAnswer: () =>
      new Promise((resolve) => {
        losing = resolve;
      }),
    cut: (refuse) => {
      refusing = refuse;
      for (const socket of near) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of near) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
