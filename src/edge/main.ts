import process from "node:process";
import { pino } from "pino";
import type { EdgeConfig } from "./config.ts";
import { type Edge, PortTaken, startEdge } from "./index.ts";
import { readConfig } from "./read-config.ts";

const VARIABLE = { SIP: "EDGE_SIP_PORT", control: "EDGE_CONTROL_PORT" } as const;

function complain(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

/** Starts, and says so; resolves with the server, or with the status to exit with. */
async function start(config: EdgeConfig): Promise<Edge | 1> {
  const log = pino({ level: config.logLevel });
  try {
    const edge = await startEdge(config, { log });
    const { sipHost, controlHost } = config;
    log.info({ sipHost, sipPort: edge.sipPort, controlHost, controlPort: edge.controlPort }, "listening");
    return edge;
  } catch (error) {
    if (error instanceof PortTaken)
      complain(`${error.message}. Free it, or set ${VARIABLE[error.what]} to another port.`);
    else
      complain(`The SIP server could not start: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

async function stopOn(edge: Edge): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.once("SIGTERM", resolve);
  process.once("SIGINT", resolve);
  await promise;
  await edge.stop();
}

const parsed = readConfig(process.argv.slice(2), process.env);
if (parsed.ok === "help") {
  process.stdout.write(`${parsed.text}\n`);
} else if (!parsed.ok) {
  complain(...parsed.faults);
  process.exitCode = 2;
} else {
  const edge = await start(parsed.config);
  if (edge === 1) process.exitCode = 1;
  else await stopOn(edge);
}
