import { type Bench, type BenchSetting, Interrupted } from "../bench.ts";
import type { Figure } from "../figure.ts";
import { percentileFigures } from "../percentiles.ts";
import { Caller } from "./caller.ts";
import { readyStorm, type Server, type Storm, startServer } from "./children.ts";

const SOURCES = 10_000;
const STORM_PER_SECOND = 10_000;
const WARMING_CALLS = 60;
/** At 20 calls a second. */
const CALLS = 300;

/** What a storm of scanners costs a good caller. */
export const edgeFlood: Bench = {
  about: "what scanners on 10,000 addresses cost a good caller of the SIP server (1 minute)",
  run: async (setting): Promise<readonly Figure[]> => {
    const server = await startServer();
    try {
      return await measure(server, setting);
    } finally {
      server.stop();
    }
  },
};

async function measure({ sipPort }: Server, setting: BenchSetting): Promise<readonly Figure[]> {
  const caller = await Caller.open(sipPort);
  const storm = await readyStorm(sipPort, SOURCES, STORM_PER_SECOND);
  try {
    setting.tell("a good caller alone");
    await caller.calls(WARMING_CALLS, setting.stop);
    const quiet = await caller.calls(CALLS, setting.stop);
    setting.tell(`the same among ${SOURCES} scanners`);
    const { waits, perSecond } = await inStorm(caller, storm, setting);
    if (setting.stop.aborted) throw new Interrupted();
    return figures(quiet, waits, perSecond);
  } finally {
    caller.close();
    storm.stop();
  }
}

async function inStorm(
  caller: Caller,
  storm: Storm,
  { stop }: BenchSetting,
): Promise<{ readonly waits: readonly (number | "failed")[]; readonly perSecond: number }> {
  const began = performance.now();
  storm.begin();
  const waits = await caller.calls(CALLS, stop);
  const seconds = (performance.now() - began) / 1000;
  return { waits, perSecond: (await storm.end()) / seconds };
}

function figures(
  quiet: readonly (number | "failed")[],
  stormy: readonly (number | "failed")[],
  perSecond: number,
): readonly Figure[] {
  const before = percentileFigures("edge-quiet-setup", setUps(quiet));
  const during = percentileFigures("edge-flood-setup", setUps(stormy));
  const delay = (during.at(-1)?.value ?? Number.NaN) - (before.at(-1)?.value ?? Number.NaN);
  return [
    ...before,
    ...during,
    { name: "edge-flood-delay-p95", value: delay, unit: "ms" },
    {
      name: "edge-flood-calls-failed",
      value: stormy.filter((wait) => wait === "failed").length,
      unit: "calls",
    },
    { name: "edge-flood-storm", value: perSecond, unit: "1/s" },
  ];
}

function setUps(waits: readonly (number | "failed")[]): readonly number[] {
  return waits.flatMap((wait) => (wait === "failed" ? [] : [wait]));
}
