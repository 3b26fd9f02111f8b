import type { Figure } from "../figure.ts";
import type { Centre } from "./centre.ts";
import { describeRun, runSteadily } from "./steady-run.ts";
import { Unmeasurable } from "./unmeasurable.ts";
import { judge } from "./verdict.ts";

const forSeconds = 20;
/** A machine that cannot hold the first is asked for the next. */
const rates = [20, 10, 5];

/** Processor time a call costs each of the three programs, over a run that the machine holds with ease. */
export async function measureProcessorPerCall(
  centre: Centre,
  tell: (line: string) => void,
): Promise<readonly Figure[]> {
  for (const rate of rates) {
    const run = await runSteadily(centre, rate, forSeconds);
    const verdict = judge(run);
    tell(describeRun(run, verdict));
    if (verdict !== "held") continue;
    const { server, sipServer, asterisk } = run.processorMs;
    return [
      { name: "cpu-ms-per-call-server", value: server / run.successful, unit: "ms" },
      { name: "cpu-ms-per-call-sip-server", value: sipServer / run.successful, unit: "ms" },
      { name: "cpu-ms-per-call-asterisk", value: asterisk / run.successful, unit: "ms" },
    ];
  }
  throw new Unmeasurable(`not even ${rates.at(-1)} calls/s were held`);
}
