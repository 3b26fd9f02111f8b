import { cpus } from "node:os";
import { type CallersReport, startCallers } from "../../test/support/sipp/run.ts";
import { busyShare } from "../machine-busy.ts";
import { processorMsOf } from "../processor-time.ts";
import type { Centre } from "./centre.ts";
import { serveAll, settled } from "./service.ts";
import { type Run, talkMs } from "./verdict.ts";

/** A run, and what it cost. */
export interface SteadyRun extends Run {
  /** Milliseconds of processor time from the first call's beginning to the last call's end. */
  readonly processorMs: { readonly server: number; readonly sipServer: number; readonly asterisk: number };
  /** How busy everything together kept the machine, 0 to 1. */
  readonly machineBusy: number;
  /** What the callers said of messages they did not expect. */
  readonly errors: string;
}

const scenario = {
  title: "a caller who waits to be served",
  does: [{ awaitHangUp: true }],
} as const;
const patienceMs = 8_000;
/** Callers may know of the end of the last call before its agent does. */
const farewellMs = 1_000;

/** SIPp callers at a steady rate, agents' phones that answer at once and talk for a second. */
export async function runSteadily(centre: Centre, rate: number, forSeconds: number): Promise<SteadyRun> {
  const { large, server, sipp } = centre;
  const served = serveAll(large.agents, () => talkMs);
  const before = await costs(centre);
  const idle = performance.eventLoopUtilization();
  const processors = cpus();
  const from = performance.now();
  const report = await call({ sipp, server, dial: large.number, rate, calls: rate * forSeconds });
  const tookMs = performance.now() - from;
  await settled(served, farewellMs);
  const phonesBusy = performance.eventLoopUtilization(idle).utilization;
  const machineBusy = busyShare(processors, cpus());
  const after = await costs(centre);
  return {
    ...{ rate, forSeconds, tookMs, phonesBusy, machineBusy, ...report },
    offered: served.offered,
    whole: served.whole,
    processorMs: {
      server: after.server - before.server,
      sipServer: after.sipServer - before.sipServer,
      asterisk: after.asterisk - before.asterisk,
    },
  };
}

interface CallsWanted {
  readonly sipp: string;
  readonly server: Centre["server"];
  readonly dial: string;
  readonly rate: number;
  readonly calls: number;
}

async function call({ sipp, server, dial, rate, calls }: CallsWanted): Promise<CallersReport> {
  const callers = Array.from({ length: 1_000 }, (_, nth): [string] => [
    `1392000${String(nth).padStart(4, "0")}`,
  ]);
  const running = await startCallers({
    ...{ sipp, scenario, server, dial, callers, calls, patienceMs },
    callsPerSecond: rate,
  });
  const kill = (): void => running.kill();
  process.once("exit", kill);
  try {
    return await running.finished;
  } finally {
    process.off("exit", kill);
  }
}

async function costs({ platform }: Centre): Promise<SteadyRun["processorMs"]> {
  const { server, edge, asterisk } = platform.services;
  const [ofServer = 0, ofEdge = 0, ofAsterisk = 0] = await processorMsOf([
    server.pid,
    edge.pid,
    asterisk.pid,
  ]);
  return { server: ofServer, sipServer: ofEdge, asterisk: ofAsterisk };
}

/** One line for a person: the rate, what came of it, and who was how busy. */
export function describeRun(run: SteadyRun, verdict: string): string {
  const share = (milliseconds: number): string => `${Math.round((milliseconds / run.tookMs) * 100)} %`;
  const { server, sipServer, asterisk } = run.processorMs;
  return [
    `${run.rate} calls/s: ${verdict}, ${run.successful} of ${run.created} whole, done after ${(run.tookMs / 1_000).toFixed(1)} s`,
    `server ${share(server)}, SIP server ${share(sipServer)}, Asterisk ${share(asterisk)} of a core`,
    `agents' phones ${Math.round(run.phonesBusy * 100)} % busy, the machine ${Math.round(run.machineBusy * 100)} %`,
  ].join("; ");
}
