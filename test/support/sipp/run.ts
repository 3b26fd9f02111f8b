import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CallerScenario, renderCaller } from "./scenario.ts";

/** A run of SIPp as callers. Everything goes over loopback. */
export interface CallersOptions {
  /** Path of the sipp command. */
  readonly sipp: string;
  readonly scenario: CallerScenario;
  /** Number they dial. */
  readonly dial: string;
  readonly server: { readonly host: string; readonly port: number };
  /** One row a caller, used in turn: its own number, then what the scenario calls [field1], [field2] … */
  readonly callers: readonly (readonly [number: string, ...fields: string[]])[];
  /** How many calls in all; 1 unless told. */
  readonly calls?: number;
  /** Calls begin at this rate; 1 unless told. */
  readonly callsPerSecond?: number;
  readonly atOnce?: number;
  readonly transport?: "udp" | "tcp";
  /** First UDP port for media; SIPp's default unless told. */
  readonly mediaPort?: number;
  /** Sends back whatever sound arrives: who talks to such a caller hears itself. */
  readonly echoes?: boolean;
  /** SIPp gives up on a step after this long. */
  readonly patienceMs?: number;
}

/** How the calls went, by SIPp's own count. */
export interface CallersReport {
  readonly ok: boolean;
  readonly created: number;
  readonly successful: number;
  readonly failed: number;
  /** What SIPp said of messages it did not expect. */
  readonly errors: string;
}

export interface Callers {
  readonly finished: Promise<CallersReport>;
  /** No new calls; those that live may finish. */
  windDown(): void;
  /** Ends at once. */
  kill(): void;
}

/** Starts SIPp callers in a folder of their own, which is removed afterwards. */
export async function startCallers(options: CallersOptions): Promise<Callers> {
  const folder = await mkdtemp(join(tmpdir(), "fivenines-sipp-"));
  await writeFile(join(folder, "caller.xml"), renderCaller(options.scenario));
  await writeFile(
    join(folder, "callers.csv"),
    ["SEQUENTIAL", ...options.callers.map((row) => `${row.join(";")};`), ""].join("\n"),
  );
  const child = spawn(options.sipp, sippArguments(options), {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const finished = reportAndTidy(child, folder);
  return {
    finished,
    // SIPp's own signal for a graceful end.
    windDown: () => void child.kill("SIGUSR1"),
    kill: () => void child.kill("SIGKILL"),
  };
}

function sippArguments(options: CallersOptions): string[] {
  const { server, dial, transport = "udp", calls = 1, callsPerSecond = 1, mediaPort } = options;
  return [
    ...["-sf", "caller.xml", "-inf", "callers.csv", "-s", dial, "-i", "127.0.0.1"],
    ...["-t", transport === "udp" ? "u1" : "t1", "-m", String(calls), ...rate(callsPerSecond)],
    ...["-l", String(options.atOnce ?? calls), "-recv_timeout", String(options.patienceMs ?? 60_000)],
    ...["-trace_err", "-error_file", "errors.log", "-trace_stat", "-stf", "stat.csv", "-fd", "1", "-nostdin"],
    ...(options.echoes === true ? ["-rtp_echo"] : []),
    ...(mediaPort === undefined ? [] : ["-min_rtp_port", String(mediaPort)]),
    `${server.host}:${server.port}`,
  ];
}

/** SIPp takes whole calls per period, so a rate below one a second is one call per longer period. */
function rate(callsPerSecond: number): string[] {
  if (callsPerSecond >= 1) return ["-r", String(Math.round(callsPerSecond))];
  return ["-r", "1", "-rp", String(Math.round(1_000 / callsPerSecond))];
}

async function reportAndTidy(child: ChildProcess, folder: string): Promise<CallersReport> {
  try {
    return await report(child, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function report(child: ChildProcess, folder: string): Promise<CallersReport> {
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-4_000);
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (status) => resolve(status ?? -1));
  });
  const errors = said + (await readFile(join(folder, "errors.log"), "utf8").catch(() => ""));
  return { ok: code === 0, ...(await lastCounts(folder)), errors };
}

/** SIPp's statistics file: a line of names, then lines of values; the last one counts. */
async function lastCounts(folder: string): Promise<Pick<CallersReport, "created" | "successful" | "failed">> {
  const text = await readFile(join(folder, "stat.csv"), "utf8").catch(() => "");
  const lines = text.trim().split("\n");
  const names = (lines[0] ?? "").split(";");
  const values = (lines.at(-1) ?? "").split(";");
  const count = (name: string) => Number(values[names.indexOf(name)] ?? 0) || 0;
  return {
    created: count("TotalCallCreated"),
    successful: count("SuccessfulCall(C)"),
    failed: count("FailedCall(C)"),
  };
}
