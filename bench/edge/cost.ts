import type { Figure } from "../figure.ts";
import { processorMsOf } from "../processor-time.ts";
import { runLoad } from "./load.ts";
import { callerScenario } from "./scenarios.ts";
import type { Stand } from "./stand.ts";

const rate = 100;
const calls = 1_500;

/** Processor time of the SIP server and of its application for one whole call, at a steady rate. */
export async function measureCost(
  sipp: string,
  { edge, application, server }: Stand,
): Promise<readonly Figure[]> {
  const leaders = [edge.pid, application.pid];
  const before = await processorMsOf(leaders);
  const { successful } = await runLoad({
    sipp,
    scenario: callerScenario(200),
    service: "load",
    server,
    rate,
    calls,
  });
  const after = await processorMsOf(leaders);
  return ["edge", "application"].map((who, place) => ({
    name: `edge-cpu-ms-per-call-${who}`,
    value: ((after[place] ?? 0) - (before[place] ?? 0)) / Math.max(1, successful),
    unit: "ms",
  }));
}
