import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What SIPp is to do. Everything goes over loopback. */
export interface LoadOptions {
  /** Path of the sipp command. */
  readonly sipp: string;
  readonly scenario: string;
  readonly service: string;
  readonly server: { readonly host: string; readonly port: number };
  readonly rate: number;
  readonly calls: number;
  /** As SIPp has it: one UDP socket for all unless told, or a TCP connection for each. */
  readonly transport?: "u1" | "tn";
}

/** What became of it, by SIPp's own count. */
export interface LoadReport {
  readonly created: number;
  readonly successful: number;
  readonly failed: number;
  readonly retransmissions: number;
  /** How long each set-up took, in ms. */
  readonly setUpMs: readonly number[];
  readonly tookMs: number;
}

/** Nobody waits longer than this for one message. */
const patienceMs = 10_000;
const wholeRunSeconds = 180;

/** Runs one load to its end. Rejects where SIPp cannot be started or does not end. */
export async function runLoad(options: LoadOptions): Promise<LoadReport> {
  const folder = await mkdtemp(join(tmpdir(), "fivenines-load-"));
  try {
    await writeFile(join(folder, "load.xml"), options.scenario);
    const from = performance.now();
    await sipp(options, folder);
    const tookMs = performance.now() - from;
    return { ...(await lastCounts(folder)), setUpMs: await setUpTimes(folder), tookMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function sipp(
  { sipp, service, server, rate, calls, transport = "u1" }: LoadOptions,
  cwd: string,
): Promise<void> {
  const args = [
    ...["-sf", "load.xml", "-s", service, "-i", "127.0.0.1", "-t", transport, "-nostdin", "-nd"],
    ...[
      "-max_socket",
      String(calls + 100),
      "-r",
      String(rate),
      "-m",
      String(calls),
      "-l",
      String(calls),
      "-recv_timeout",
      String(patienceMs),
    ],
    ...["-trace_stat", "-stf", "stat.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "1"],
    ...["-timeout", `${wholeRunSeconds}s`],
    `${server.host}:${server.port}`,
  ];
  const child = spawn(sipp, args, { cwd, stdio: "ignore" });
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", () => resolve());
    });
  } finally {
    process.off("exit", kill);
  }
}

/** SIPp's statistics file: a line of names, then lines of values; the last one counts. */
async function lastCounts(folder: string): Promise<Omit<LoadReport, "setUpMs" | "tookMs">> {
  const text = await readFile(join(folder, "stat.csv"), "utf8").catch(() => "");
  const lines = text.trim().split("\n");
  const names = (lines[0] ?? "").split(";");
  const values = (lines.at(-1) ?? "").split(";");
  const count = (name: string): number => Number(values[names.indexOf(name)] ?? 0) || 0;
  return {
    created: count("TotalCallCreated"),
    successful: count("SuccessfulCall(C)"),
    failed: count("FailedCall(C)"),
    retransmissions: count("Retransmissions(C)"),
  };
}

/** SIPp's file of response times: `date;milliseconds;rtd name` a line. */
async function setUpTimes(folder: string): Promise<readonly number[]> {
  const file = (await readdir(folder)).find((name) => name.endsWith("_rtt.csv"));
  if (file === undefined) return [];
  const lines = (await readFile(join(folder, file), "utf8")).trim().split("\n").slice(1);
  return lines.map((line) => Number(line.split(";")[1])).filter((value) => Number.isFinite(value));
}
