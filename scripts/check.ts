import { existsSync } from "node:fs";
import { join } from "node:path";
import { type CommandResult, runCommand } from "./command.ts";
import { projectFolder } from "./folders.ts";
import { showTally } from "./tally.ts";

/** One static check: a tool, its arguments, and what its answer must satisfy beside exit code 0. */
interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What is wrong although the tool found nothing, or undefined. */
  readonly doubt?: (result: CommandResult) => string | undefined;
}

const roots = ["src", "scripts", "test", "bench", "console"].filter((name) =>
  existsSync(join(projectFolder, name)),
);

const checks: readonly Check[] = [
  { name: "types", command: "tsc", args: ["-p", "tsconfig.json"] },
  { name: "types of the pure rooms", command: "tsc", args: ["-p", "tsconfig.pure.json"] },
  { name: "types of the page in a browser", command: "tsc", args: ["-p", "test/interop/browser/page"] },
  { name: "lint", command: "oxlint", args: ["--type-aware"] },
  { name: "format", command: "biome", args: ["ci", "--colors=off", "."] },
  {
    name: "directions",
    command: "depcruise",
    args: ["--config", ".dependency-cruiser.cjs", ...roots],
    doubt: ({ stdout }) => nothingSeen(stdout),
  },
  { name: "dead code", command: "knip", args: ["--no-config-hints"] },
];

/** With a compiler it cannot use, dependency-cruiser sees no module and finds every rule kept. */
function nothingSeen(stdout: string): string | undefined {
  return /[1-9]\d* modules/.test(stdout) ? undefined : "dependency-cruiser saw no modules";
}

/** The beginning of a long answer and its end, where tools sum up. */
function shortened(text: string): string {
  const lines = text.trim().split("\n");
  if (lines.length <= LINES_SHOWN) return lines.join("\n");
  const left = lines.length - LINES_SHOWN;
  return [...lines.slice(0, LINES_SHOWN - 5), `… ${left} lines left out …`, ...lines.slice(-5)].join("\n");
}

const LINES_SHOWN = 80;
const CHECK_WITHIN_MS = 5 * 60_000;

/** Runs every check, prints a line for each and, for those that fail, what the tool said. */
async function main(): Promise<number> {
  let failed = 0;
  for (const check of checks) {
    const from = Date.now();
    const command = join(projectFolder, "node_modules/.bin", check.command);
    const env = { ...process.env, NO_COLOR: "1" };
    const result = await runCommand(command, check.args, {
      cwd: projectFolder,
      env,
      withinMs: CHECK_WITHIN_MS,
    });
    const doubt = result.code === 0 ? check.doubt?.(result) : undefined;
    const isGood = result.code === 0 && doubt === undefined;
    const seconds = ((Date.now() - from) / 1000).toFixed(1);
    process.stdout.write(`${isGood ? "ok    " : "FAILED"} ${check.name} (${check.command}, ${seconds} s)\n`);
    if (isGood) continue;
    failed += 1;
    process.stdout.write(
      `${shortened([doubt, result.stdout, result.stderr].filter(Boolean).join("\n"))}\n\n`,
    );
  }
  process.stdout.write(`${showTally({ passed: checks.length - failed, failed })}\n`);
  return failed === 0 ? 0 : 1;
}

process.exitCode = await main();
