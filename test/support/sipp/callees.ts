import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** SIPp as somebody who answers every call at once (its own scenario `uas`), on a port of 127.0.0.1. */
export interface Callees {
  readonly port: number;
  /** Ends at once and tidies up. */
  stop(): Promise<void>;
}

/** How often its port is tried, at most, before it counts as not having started. */
const MOST_TRIES = 200;

/** Starts it on a free port, in a folder of its own. `sipp` is the path of the command. Resolves when it listens. */
export async function startCallees(sipp: string, transport: "udp" | "tcp"): Promise<Callees> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), "fivenines-sipp-"));
  const place = ["-i", "127.0.0.1", "-p", String(port), "-t", transport === "udp" ? "u1" : "t1"];
  const child = spawn(sipp, ["-sn", "uas", ...place, "-nostdin"], { cwd: folder, stdio: "ignore" });
  const ended = once(child, "exit");
  // On UDP repeats bridge the moment until it listens.
  if (transport === "tcp") await listening(port);
  return {
    port,
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server without a port");
  server.close();
  await once(server, "close");
  return address.port;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const socket = connect(port, "127.0.0.1");
    const connected = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (connected) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 25);
    });
  }
  throw new Error("SIPp does not listen");
}
