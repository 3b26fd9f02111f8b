import { loadavg } from "node:os";
import { PlatformRefused } from "../scripts/services/platform.ts";
import { ServiceFailed } from "../scripts/services/service.ts";
import { aborted, listenForStop } from "../scripts/stopping.ts";
import { type Bench, Interrupted } from "./bench.ts";
import { callSetup } from "./call-setup/index.ts";
import { Unmeasurable } from "./call-setup/unmeasurable.ts";
import { conformance } from "./conformance/index.ts";
import { edge } from "./edge/index.ts";
import { edgeFlood } from "./edge-flood/index.ts";
import { type Figure, figureLine, figureTable } from "./figure.ts";
import { routing } from "./routing/index.ts";
import { helpText, readWish } from "./wish.ts";

const catalogue: ReadonlyMap<string, Bench> = new Map([
  ["call-setup", callSetup],
  ["conformance", conformance],
  ["edge", edge],
  ["edge-flood", edgeFlood],
  ["routing", routing],
]);

/** Resolves to the exit code: 0 measured, 1 not measured, 2 asked wrongly, 130 stopped. */
async function main(args: readonly string[]): Promise<number> {
  const wish = readWish(args, catalogue);
  if (wish.kind === "help") {
    process.stdout.write(helpText(catalogue));
    return 0;
  }
  const bench = wish.kind === "run" ? catalogue.get(wish.name) : undefined;
  if (wish.kind === "refused" || bench === undefined)
    return fail(`${wish.kind === "refused" ? wish.why : ""}\n\n${helpText(catalogue)}`, 2);

  const { inOrder, atOnce } = listenForStop();
  // The services die with this process.
  void aborted(atOnce).then(() => process.exit(130));
  try {
    print(await bench.run({ tell, stop: inOrder }), wish.json);
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) return fail(error.message, 130);
    if (isExplained(error)) return fail(error.message, 1);
    throw error;
  }
}

function isExplained(error: unknown): error is Error {
  return error instanceof Unmeasurable || error instanceof ServiceFailed || error instanceof PlatformRefused;
}

/** Whoever reads a figure must know what else the machine was doing. */
function tell(line: string): void {
  process.stderr.write(`[load ${loadavg()[0]?.toFixed(1)}] ${line}\n`);
}

function print(figures: readonly Figure[], json: boolean): void {
  const lines = json ? figures.map(figureLine) : figureTable(figures);
  for (const line of lines) process.stdout.write(`${line}\n`);
}

function fail(message: string, exitCode: number): number {
  process.stderr.write(`${message.trim()}\n`);
  return exitCode;
}

process.exitCode = await main(process.argv.slice(2));
