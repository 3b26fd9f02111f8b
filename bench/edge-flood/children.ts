import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const SECRET = "correct horse";
const Listening = z.object({ msg: z.literal("listening"), sipPort: z.number(), controlPort: z.number() });
const Sent = z.object({ sent: z.number() });

const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A SIP server in a process of its own, with an application in another, as they run in production. */
export interface Server {
  readonly sipPort: number;
  stop(): void;
}

/** A storm that waits to be let loose. */
export interface Storm {
  begin(): void;
  /** Ends it; how many requests it sent. */
  end(): Promise<number>;
  stop(): void;
}

/** Starts server and application on free ports. Rejects where the server does not come up. */
export async function startServer(): Promise<Server> {
  const edge = spawn(process.execPath, [fileOf("../../src/edge/main.ts")], {
    env: { ...process.env, EDGE_CONTROL_SECRET: SECRET, EDGE_SIP_PORT: "0", EDGE_CONTROL_PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { sipPort, controlPort } = await listening(edge);
  const app = fork(fileOf("app.ts"), [String(controlPort), SECRET]);
  await once(app, "message");
  return {
    sipPort,
    stop: () => {
      app.kill();
      edge.kill();
    },
  };
}

async function listening(edge: ChildProcess): Promise<z.infer<typeof Listening>> {
  if (edge.stdout === null) throw new Error("the SIP server has no output");
  for await (const line of createInterface({ input: edge.stdout })) {
    const told = Listening.safeParse(JSON.parse(line));
    if (told.success) {
      // What it writes later is read too, or it would wait for that.
      edge.stdout.resume();
      return told.data;
    }
  }
  throw new Error("the SIP server ended before it listened");
}

/** Makes a storm of so many requests a second from so many sources ready. */
export async function readyStorm(sipPort: number, sources: number, perSecond: number): Promise<Storm> {
  const storm = fork(fileOf("storm.ts"), [sipPort, sources, perSecond].map(String));
  await once(storm, "message");
  return {
    begin: () => void storm.send("begin"),
    end: async () => {
      storm.send("enough");
      const [told]: unknown[] = await once(storm, "message");
      return Sent.parse(told).sent;
    },
    stop: () => void storm.kill(),
  };
}
