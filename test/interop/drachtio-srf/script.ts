import { spawn } from "node:child_process";
import process from "node:process";
import { type Assertion, readTap } from "./tap.ts";

/** A test file to run in a process of its own. */
export interface Script {
  /** Absolute path. */
  readonly file: string;
  readonly folder: string;
  /** Module loaded before it. */
  readonly preload: string;
  /** Added to our own environment. */
  readonly env: Readonly<Record<string, string>>;
  /** It is killed after that, with all it started. */
  readonly withinMs: number;
}

/** How it went. */
export interface ScriptReport {
  /** Null where it was killed. */
  readonly exitCode: number | null;
  readonly assertions: readonly Assertion[];
  /** All it said, on both outputs. */
  readonly said: string;
}

/** Runs a tape file and resolves when it has ended, well or not. */
export async function runScript({ file, folder, preload, env, withinMs }: Script): Promise<ScriptReport> {
  const child = spawn(process.execPath, ["--import", preload, file], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that the SIPps it started end with it.
    detached: true,
  });
  let tap = "";
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    tap += text;
    said += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject).once("close", resolve);
  const limit = setTimeout(() => killGroup(child.pid), withinMs);
  const exitCode = await promise;
  clearTimeout(limit);
  killGroup(child.pid);
  return { exitCode, assertions: readTap(tap), said };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // All of it is gone, which is what was wanted.
  }
}
