import { spawn } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder, runtimeFolder } from "./folders.ts";
import { playsAgainstOthers } from "./projects.ts";
import { ensureParts, ensurePeer, explainMissing } from "./setup/index.ts";
import { showTally, tally } from "./tally.ts";

/** Runs vitest with the arguments given to `npm test -- …`; the last line printed is "N passed, N failed". */
async function main(args: readonly string[]): Promise<number> {
  const setUp = await ensureParts();
  if (!setUp.ok) {
    process.stderr.write(`${explainMissing(setUp.missing)}\n`);
    return 1;
  }
  // Before tests count their time. Where one cannot be had its own tests say so, and all others run.
  if (playsAgainstOthers(args)) for (const name of ["baresip", "chromium"] as const) await ensurePeer(name);
  const reportFile = join(runtimeFolder, "test-report.json");
  await mkdir(runtimeFolder, { recursive: true });
  await rm(reportFile, { force: true });
  const exitCode = await runVitest(args, reportFile);
  const result = tally(await readFile(reportFile, "utf8").catch(() => undefined), exitCode);
  process.stdout.write(`${showTally(result)}\n`);
  return result.failed === 0 ? 0 : 1;
}

function runVitest(args: readonly string[], reportFile: string): Promise<number | null> {
  const reports = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...reports, ...args], {
    cwd: projectFolder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once("error", () => resolve(null));
    child.once("exit", (code) => resolve(code));
  });
}

process.exitCode = await main(process.argv.slice(2));
