import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { findOnPath } from "../command.ts";
import { type Service, type ServiceExit, ServiceFailed } from "./service.ts";

/** What to run as a service. */
export interface ChildSpec {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly logFile: string;
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What asks it to stop; by default SIGTERM. */
  readonly stopSignal?: NodeJS.Signals;
  /** How long it may take to stop before it is killed. */
  readonly stopWithinMs?: number;
  /** What starts the command, as ["unshare", "--user"]. */
  readonly launcher?: readonly string[];
}

/** How to find out that a service serves. */
export interface Readiness {
  /** Tries the service itself; anything but true, and a rejection too, means not yet. */
  readonly probe: () => Promise<boolean>;
  readonly withinMs: number;
}

const PROBE_EVERY_MS = 25;

/**
 * Starts a service and resolves when it serves. Its output goes to its log file; the log of the time before is kept
 * as `<name>.log.1`. Rejects with ServiceFailed when it ends early or does not serve in time; it is gone then.
 */
export async function startChild(spec: ChildSpec, readiness: Readiness): Promise<Service> {
  const service = launch(spec);
  const outcome = await untilReady(service, readiness);
  if (outcome === undefined) return service;
  await service.kill();
  throw new ServiceFailed(spec.name, outcome, spec.logFile);
}

function launch(spec: ChildSpec): Service {
  const { name, logFile, stopSignal = "SIGTERM", stopWithinMs = 10_000 } = spec;
  const log = openLog(logFile);
  const [command = spec.command, ...args] = commandLine(spec, stopSignal);
  // A session of its own: the terminal's Ctrl-C must not reach it before we have stopped what stands on it.
  const child = spawn(command, args, {
    stdio: ["ignore", log, log],
    detached: true,
    env: spec.env ?? process.env,
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
  });
  closeSync(log);
  let asked = false;
  const exited = new Promise<ServiceExit>((resolve) => {
    child.once("error", (error) => resolve({ asked, how: `could not be started (${error.message})` }));
    child.once("exit", (code, signal) => {
      // Helpers it may have left behind share its group.
      signalGroup(child.pid, "SIGKILL");
      resolve({ asked, how: signal === null ? `ended with code ${code}` : `was ended by ${signal}` });
    });
  });
  const kill = async (): Promise<void> => {
    asked = true;
    signalGroup(child.pid, "SIGKILL");
    await exited;
  };
  const stopOnce = async (): Promise<void> => {
    asked = true;
    child.kill(stopSignal);
    const waiting = new AbortController();
    await Promise.race([
      exited,
      delay(stopWithinMs, undefined, { signal: waiting.signal }).then(kill, () => {}),
    ]);
    waiting.abort();
  };
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= stopOnce());
  return { name, pid: child.pid ?? 0, logFile, exited, stop, kill };
}

/** Where the kernel can, the service is told to stop when this process is killed outright. */
function commandLine({ command, args, launcher = [] }: ChildSpec, stopSignal: NodeJS.Signals): string[] {
  const setpriv = process.platform === "linux" ? findOnPath("setpriv") : undefined;
  const bound = setpriv === undefined ? [] : [setpriv, "--pdeathsig", stopSignal.replace(/^SIG/, "")];
  // A change of user clears the kernel's note, so it is made last.
  return [...launcher, ...bound, command, ...args];
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  try {
    renameSync(file, `${file}.1`);
  } catch {
    // There was none before.
  }
  return openSync(file, "a", 0o600);
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The whole group is gone, which is what was wanted.
  }
}

/** Undefined once the service serves; else what went wrong. */
async function untilReady(service: Service, { probe, withinMs }: Readiness): Promise<string | undefined> {
  const until = Date.now() + withinMs;
  while (Date.now() < until) {
    const seen = await Promise.race([probe().catch(() => false), service.exited]);
    if (seen === true) return undefined;
    if (seen !== false) return seen.how;
    const ended = await Promise.race([delay(PROBE_EVERY_MS), service.exited]);
    if (ended !== undefined) return ended.how;
  }
  return `was not ready within ${Math.round(withinMs / 1000)} s`;
}
