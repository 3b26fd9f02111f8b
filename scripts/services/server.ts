import { join } from "node:path";
import { projectFolder } from "../folders.ts";
import { nodeMemory } from "../run/node-memory.mjs";
import { startChild } from "./child.ts";
import type { Service } from "./service.ts";

/** Where and how the server runs. */
export interface ServerOptions {
  /** The instance's folder. */
  readonly folder: string;
  readonly apiHost: string;
  readonly apiPort: number;
  /** How long live calls may go on after it was asked to stop. */
  readonly drainSeconds: number;
  /** Every other variable that src/config.ts reads. */
  readonly env: Readonly<Record<string, string>>;
}

/** The running server and where its API is. */
export interface Server extends Service {
  /** http://host:port */
  readonly apiUrl: string;
}

/** Starts the server; ready when it says so of itself, that is when all it needs is connected. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { folder, apiHost, apiPort, drainSeconds } = options;
  const apiUrl = `http://${apiHost}:${apiPort}`;
  const service = await startChild(
    {
      name: "server",
      command: process.execPath,
      args: [...nodeMemory, join(projectFolder, "src/main.ts")],
      logFile: join(folder, "log/server.log"),
      env: {
        ...process.env,
        ...options.env,
        API_HOST: apiHost,
        API_PORT: String(apiPort),
        DRAIN_SECONDS: String(drainSeconds),
      },
      stopWithinMs: (drainSeconds + 10) * 1000,
    },
    { probe: () => isReady(apiUrl), withinMs: 60_000 },
  );
  return { ...service, apiUrl };
}

async function isReady(apiUrl: string): Promise<boolean> {
  const answer = await fetch(`${apiUrl}/health/ready`, { signal: AbortSignal.timeout(2000) });
  await answer.body?.cancel();
  return answer.status === 200;
}
