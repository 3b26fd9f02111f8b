import process from "node:process";
import { type Logger, pino } from "pino";
import type { EdgeConfig } from "./config.ts";
import { type Edge, PortTaken, startEdge, UnusableCertificate } from "./index.ts";
import { readConfig } from "./read-config.ts";

const VARIABLE = {
  SIP: "EDGE_SIP_PORT",
  control: "EDGE_CONTROL_PORT or EDGE_CONTROL_LISTENERS",
  TLS: "EDGE_TLS_PORT",
  WS: "EDGE_WS_PORT",
  WSS: "EDGE_WSS_PORT",
  metrics: "EDGE_METRICS_PORT",
} as const;

function complain(...lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
}

/** Starts, and says so; resolves with the server, or with the status to exit with. */
async function start(config: EdgeConfig, log: Logger): Promise<Edge | 1 | 2> {
  try {
    const edge = await startEdge(config, { log });
    const { sipHost, sipHost6, controlHost } = config;
    const { sipPort, controlPort, metricsPort, ports } = edge;
    const { tls: tlsPort, ws: wsPort, wss: wssPort } = ports;
    const sip = { sipHost, sipHost6, sipPort, tlsPort, wsPort, wssPort };
    log.info({ ...sip, controlHost, controlPort, metricsPort }, "listening");
    return edge;
  } catch (error) {
    if (error instanceof UnusableCertificate) {
      complain(
        `${error.message}. Mend it, or set EDGE_TLS_CERT, EDGE_TLS_KEY and EDGE_TLS_CA to other files.`,
      );
      return 2;
    }
    if (error instanceof PortTaken)
      complain(`${error.message}. Free it, or set ${VARIABLE[error.what]} to another port.`);
    else
      complain(`The SIP server could not start: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

/** SIGUSR2 switches the trace of SIP messages on or off. */
function traceOn(edge: Edge, log: Logger): void {
  process.on("SIGUSR2", () => log.info({ on: edge.toggleTrace() }, "the SIP trace was switched over"));
}

/** SIGHUP has the certificates read again. */
function reloadOn(edge: Edge, log: Logger): void {
  const reload = async (): Promise<void> => {
    const reloaded = await edge.reloadCertificates();
    if (reloaded.ok) log.info({ validTo: reloaded.validTo }, "certificates reloaded");
    else log.error({ fault: reloaded.fault }, "certificates not reloaded, the former ones stay in use");
    await edge.reloadControlCertificate().catch((error: unknown) => {
      log.error({ err: error }, "the control certificate was not reloaded, the former one stays in use");
    });
  };
  process.on("SIGHUP", () => void reload());
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
  const log = pino({ level: parsed.config.logLevel });
  const edge = await start(parsed.config, log);
  if (typeof edge === "number") process.exitCode = edge;
  else {
    reloadOn(edge, log);
    traceOn(edge, log);
    await stopOn(edge);
  }
}
