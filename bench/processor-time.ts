import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** A process's line in /proc, as far as it is of use here. */
export interface ProcessStat {
  /** The process that leads its session; a service leads its own. */
  readonly session: number;
  /** Time on a processor so far, in user mode and in the kernel, all threads together. */
  readonly processorMs: number;
}

/** Linux tells every program these times in hundredths of a second, whatever its own clock does (proc_pid_stat(5)). */
const tickMs = 10;

/** Reads /proc/PID/stat. The name in brackets may hold anything, brackets too, so the fields count from the last one. */
export function parseStat(text: string): ProcessStat | undefined {
  const fields = text
    .slice(text.lastIndexOf(")") + 1)
    .trim()
    .split(/\s+/)
    .map(Number);
  // The first of these is the third of the line.
  const [session, user, kernel] = [fields[3], fields[11], fields[12]];
  if (session === undefined || user === undefined || kernel === undefined) return undefined;
  return { session, processorMs: (user + kernel) * tickMs };
}

/** Milliseconds of processor time that these services have had so far; each process is the leader of its session. */
export async function processorMsOf(leaders: readonly number[]): Promise<readonly number[]> {
  const processes = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(processes.map(readStat));
  return leaders.map((leader) => {
    const own = stats.filter((stat) => stat?.session === leader);
    return own.reduce((sum, stat) => sum + (stat?.processorMs ?? 0), 0);
  });
}

/** Undefined when the process has ended meanwhile. */
async function readStat(pid: string): Promise<ProcessStat | undefined> {
  const text = await readFile(join("/proc", pid, "stat"), "utf8").catch(() => undefined);
  return text === undefined ? undefined : parseStat(text);
}
