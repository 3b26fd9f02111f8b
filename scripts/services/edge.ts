import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { projectFolder } from "../folders.ts";
import { startChild } from "./child.ts";
import type { Service } from "./service.ts";

/** Where and how the embedded SIP server runs. Port 0 lets the kernel choose. */
export interface EdgeOptions {
  /** The instance's folder. */
  readonly folder: string;
  readonly sipHost: string;
  readonly sipPort: number;
  readonly controlHost: string;
  readonly controlPort: number;
  readonly controlSecret: string;
  readonly logLevel?: string;
}

/** A running SIP server and where it listens. */
export interface Edge extends Service {
  readonly sipHost: string;
  readonly sipPort: number;
  readonly controlHost: string;
  readonly controlPort: number;
}

const Listening = z.object({ msg: z.literal("listening"), sipPort: z.number(), controlPort: z.number() });

/** Starts the embedded SIP server; ready when it says that it listens. */
export async function startEdge(options: EdgeOptions): Promise<Edge> {
  const { folder, sipHost, controlHost } = options;
  const logFile = join(folder, "log/edge.log");
  let listening: z.infer<typeof Listening> | undefined;
  const service = await startChild(
    {
      name: "edge",
      command: process.execPath,
      args: [join(projectFolder, "src/edge/main.ts")],
      logFile,
      env: {
        ...process.env,
        EDGE_SIP_HOST: sipHost,
        EDGE_SIP_PORT: String(options.sipPort),
        EDGE_CONTROL_HOST: controlHost,
        EDGE_CONTROL_PORT: String(options.controlPort),
        EDGE_CONTROL_SECRET: options.controlSecret,
        EDGE_LOG_LEVEL: options.logLevel ?? "info",
        // Asterisk sends from the same address; nothing is held against it.
        EDGE_TRUSTED_NETWORKS: process.env["EDGE_TRUSTED_NETWORKS"] ?? `127.0.0.1,::1,${sipHost}`,
      },
    },
    {
      probe: async () => {
        listening = findListening(await readFile(logFile, "utf8"));
        return listening !== undefined;
      },
      withinMs: 20_000,
    },
  );
  const { sipPort = options.sipPort, controlPort = options.controlPort } = listening ?? {};
  return { ...service, sipHost, sipPort, controlHost, controlPort };
}

/** The line of a log of JSON lines that says where it listens. */
export function findListening(log: string): z.infer<typeof Listening> | undefined {
  for (const line of log.split("\n")) {
    if (!line.includes('"listening"')) continue;
    const parsed = Listening.safeParse(parseJson(line));
    if (parsed.success) return parsed.data;
  }
  return undefined;
}

/** A line may be half written, or not be JSON at all. */
function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
