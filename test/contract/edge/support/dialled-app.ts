import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { ControlClient } from "./control-client.ts";
import { Inbox } from "./inbox.ts";

/** An application, spoken by hand, that waits for the server to dial it. */
export interface DialledApp {
  readonly port: number;
  /** The next connection the server opens. */
  next(): Promise<ControlClient>;
}

/** Listens on a free port until the test ends. */
export async function listenForServer(): Promise<DialledApp> {
  const server = createServer();
  const sockets = new Inbox<Socket>();
  server.on("connection", (socket) => sockets.put(socket));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets.all) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    port: address.port,
    next: async () => ControlClient.over(await sockets.take(() => true, "a connection of the server")),
  };
}

/** A port on which nobody listens. */
export async function deadPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  server.close();
  await once(server, "close");
  return address.port;
}
