import { createProgress } from "../progress.ts";
import {
  type Crash,
  explainCrash,
  type Platform,
  PlatformRefused,
  startPlatform,
} from "../services/platform.ts";
import { ServiceFailed } from "../services/service.ts";
import { ensureParts, explainMissing } from "../setup/index.ts";
import { aborted, listenForStop, type Stopping } from "../stopping.ts";
import { runDemo } from "./run.ts";
import type { Summary } from "./tally.ts";
import { help, readWish } from "./words.ts";

/** When `npm run demo` was begun: the set-up before this process counts too. */
const began = Number(process.env["FIVENINES_BEGAN_AT"] ?? Date.now());

async function main(args: readonly string[]): Promise<number> {
  const wish = readWish(args);
  if (wish.kind === "refused") return fail(`${wish.why}\nSee npm run demo -- --help`);
  if (wish.kind === "help") {
    process.stdout.write(help);
    return 0;
  }
  const stopping = listenForStop();
  const progress = createProgress();
  const setUp = await Promise.race([ensureParts({ progress }), aborted(stopping.inOrder)]);
  if (setUp === undefined) return process.exit(130);
  if (!setUp.ok) return fail(explainMissing(setUp.missing));

  let crash: Crash | undefined;
  const platform = await startPlatform({
    instance: "demo",
    ports: "free",
    parts: setUp.parts,
    progress,
    drainSeconds: 5,
    onCrash: (which) => {
      crash ??= which;
      stopping.ask();
    },
  });
  const summary = await demonstrate(platform, setUp.parts.sipp.command, wish.seconds, stopping);
  if (crash !== undefined) return fail(explainCrash(crash));
  report(summary, wish.json);
  return summary.lost + summary.misrouted === 0 ? 0 : 1;
}

/** Runs the demo and stops the platform, whatever happens. */
async function demonstrate(
  platform: Platform,
  sipp: string,
  seconds: number,
  stopping: Stopping,
): Promise<Summary> {
  const atOnce = aborted(stopping.atOnce).then(() => platform.kill());
  try {
    return await runDemo({
      platform,
      sipp,
      seconds,
      stopping,
      setUpSeconds: () => (Date.now() - began) / 1_000,
    });
  } finally {
    await Promise.race([platform.stop(), atOnce]);
  }
}

function report(summary: Summary, json: boolean): void {
  const { offered, answered, misrouted, abandoned, lost, setUpSeconds, waitP95Ms } = summary;
  const lines = [
    "",
    `来电 offered                                   ${offered}`,
    `由本租户坐席接听 answered by the right agents  ${answered}`,
    `由他人坐席接听 answered by wrong agents        ${misrouted}`,
    `放弃 abandoned                                 ${abandoned}`,
    `丢失 lost                                      ${lost}`,
    `等待 wait p95                                  ${(waitP95Ms / 1_000).toFixed(1)} s`,
    `准备 set-up                                    ${setUpSeconds} s`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}

const code = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof ServiceFailed || error instanceof PlatformRefused) return fail(error.message);
  throw error;
});
// Stopped amid the set-up, a robot may still be on its way to its desk.
process.exit(code);
