import { randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChild } from "../../scripts/services/child.ts";
import { type Edge, startEdge } from "../../scripts/services/edge.ts";
import type { Service } from "../../scripts/services/service.ts";

const applicationFile = fileURLToPath(new URL("application/main.ts", import.meta.url));

/** A SIP server and one application, each a process of its own. */
export interface Stand {
  readonly edge: Edge;
  readonly application: Service;
  readonly server: { readonly host: string; readonly port: number };
}

/** What the application does with requests, and where it sends calls on to. */
export interface Role {
  readonly name: "uas" | "b2b" | "proxy" | "register";
  readonly target?: string;
}

/** Starts both, measures, and ends both, whatever happens. */
export async function onStand<T>(
  { name, target = "" }: Role,
  measure: (stand: Stand) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "fivenines-stand-"));
  const controlSecret = randomUUID();
  const [sipHost, controlHost] = ["127.0.0.1", "127.0.0.1"];
  try {
    const edge = await startEdge({
      ...{ folder, sipHost, sipPort: 0, controlHost, controlPort: 0, controlSecret },
      logLevel: "info",
    });
    try {
      return await startApplication([name, String(edge.controlPort), controlSecret, target], (application) =>
        measure({ edge, application, server: { host: sipHost, port: edge.sipPort } }),
      );
    } finally {
      await edge.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Starts the application with these arguments, and ends it after the measuring. */
export async function startApplication<T>(
  args: readonly string[],
  measure: (application: Service) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "fivenines-application-"));
  const logFile = join(folder, "application.log");
  try {
    const application = await startChild(
      { name: "application", command: process.execPath, args: [applicationFile, ...args], logFile },
      { probe: async () => (await readFile(logFile, "utf8")).includes("ready"), withinMs: 20_000 },
    );
    try {
      return await measure(application);
    } finally {
      await application.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
