import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { runtimeFolder } from "../folders.ts";
import { findFreePorts, takenPorts } from "../free-ports.ts";
import { LOOPBACK, type Ports } from "../ports.ts";
import { type Progress, silentProgress } from "../progress.ts";
import { takeLock } from "../run/lock.mjs";
import type { Parts } from "../setup/index.ts";
import { type Base, serverEnvironment, startBase } from "./base.ts";
import { loadSecrets, type Secrets } from "./secrets.ts";
import { type Server, startServer } from "./server.ts";
import { lastLines, type Service } from "./service.ts";

/** Which platform to start. */
export interface PlatformOptions {
  /** Its name; its data lives in .fivenines/instances/<instance> and is found again under the same name. */
  readonly instance: string;
  /** The address at which phones reach it. */
  readonly host?: string;
  readonly ports: Ports | "free";
  readonly parts: Parts;
  /** Begins with nothing: what an earlier run of this instance left is removed. */
  readonly empty?: boolean;
  /** How long live calls may go on when it is asked to stop. */
  readonly drainSeconds?: number;
  /** Further variables for the server, or other values than the usual. */
  readonly serverEnv?: Readonly<Record<string, string>>;
  /** Hears of a service that ended by itself; the caller decides, usually to stop. */
  readonly onCrash?: (crash: Crash) => void;
  readonly progress?: Progress;
}

/** A service that ended by itself. */
export interface Crash {
  readonly service: string;
  readonly how: string;
  readonly logFile: string;
}

/** A running platform. */
export interface Platform {
  readonly instance: string;
  /** Everything it writes: data, logs, secrets. */
  readonly folder: string;
  readonly host: string;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** What the server was started with; other programs reach the same database and Redis by it. */
  readonly serverEnv: Readonly<Record<string, string>>;
  readonly services: Base & { readonly server: Server };
  /** Stops the server first, which drains, then what it stands on. Safe to repeat. */
  stop(): Promise<void>;
  /** Ends everything at once, and a stop under way with it. */
  kill(): Promise<void>;
}

/** What a person is told of it. */
export function explainCrash({ service, how, logFile }: Crash): string {
  return `${service} ${how}, so everything was stopped. The end of its log (${logFile}):\n${lastLines(logFile)}`;
}

/** The instance may not start; the message says why and what to do. */
export class PlatformRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = "PlatformRefused";
  }
}

const DRAIN_SECONDS = 30;

/**
 * Starts a whole platform. Rejects with PlatformRefused where it may not start (the instance runs already, a port is
 * taken) and with ServiceFailed where a service does not come up; whatever had been started is ended again then.
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const { instance } = options;
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(instance))
    throw new PlatformRefused(`"${instance}" is no name for an instance`);
  const folder = join(runtimeFolder, "instances", instance);
  const lock = takeLock(`${folder}.lock`);
  if (!lock.taken)
    throw new PlatformRefused(`the instance "${instance}" runs already, as process ${lock.pid}`);
  const started: Service[] = [];
  try {
    if (options.empty === true) await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await start(options, folder, started, lock.release);
  } catch (error) {
    options.progress?.end("failed");
    await Promise.all(started.map((service) => service.kill()));
    lock.release();
    throw error;
  }
}

async function start(
  options: PlatformOptions,
  folder: string,
  started: Service[],
  release: () => void,
): Promise<Platform> {
  const { instance, host = LOOPBACK, drainSeconds = DRAIN_SECONDS, progress = silentProgress } = options;
  const ports = await choosePorts(options.ports, host);
  const secrets = await loadSecrets(folder);
  const place = { folder, host, ports, secrets, parts: options.parts };

  progress.show("PostgreSQL, Redis, SIP server and Asterisk");
  const base = await startBase(place, (service) => started.push(service));
  progress.show("Server");
  const serverEnv = { ...serverEnvironment(place, base), ...options.serverEnv };
  const server = await startServer({
    folder,
    apiHost: host,
    apiPort: ports.api,
    drainSeconds,
    env: serverEnv,
  });
  started.push(server);
  progress.end("ready");

  for (const service of started) void watch(service, options.onCrash);
  const services = { ...base, server };
  return { instance, folder, host, ports, secrets, serverEnv, services, ...stopping(services, release) };
}

async function choosePorts(wanted: Ports | "free", host: string): Promise<Ports> {
  if (wanted === "free") return findFreePorts(host);
  const faults = await takenPorts(host, wanted);
  if (faults.length > 0) throw new PlatformRefused(faults.join("\n"));
  return wanted;
}

async function watch({ name, logFile, exited }: Service, onCrash: PlatformOptions["onCrash"]): Promise<void> {
  const { asked, how } = await exited;
  if (!asked) onCrash?.({ service: name, how, logFile });
}

/** The server needs all the others to finish its calls and its records; the SIP server needs Asterisk no more then. */
function stopping({ server, asterisk, edge, redis, postgres }: Platform["services"], release: () => void) {
  const inTurn = async (): Promise<void> => {
    for (const service of [server, asterisk, edge, redis, postgres]) await service.stop();
    release();
  };
  let stopped: Promise<void> | undefined;
  return {
    stop: (): Promise<void> => (stopped ??= inTurn()),
    kill: async (): Promise<void> => {
      // PostgreSQL and Redis stop in a moment and keep what they were told; the others have nothing to lose.
      await Promise.all([server.kill(), asterisk.kill(), edge.kill()]);
      await Promise.all([redis.stop(), postgres.stop()]);
      release();
    },
  };
}
