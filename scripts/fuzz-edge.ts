import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as fc from "fast-check";
import { SUBJECTS, type Subject } from "../test/support/edge-fuzz/subjects.ts";
import { projectFolder } from "./folders.ts";

const USAGE = `node scripts/run.mjs fuzz-edge [--seconds 60] [--seed NUMBER] [--only WORD]

Throws hostile messages and commands at the embedded SIP server, for so many seconds altogether. What it breaks on is
made as small as it gets and written to .fivenines/fuzz, with the seed that leads there again.
`;

interface Wish {
  readonly seconds: number;
  readonly seed: number;
  readonly only: string;
}

/** The wish, or undefined where it cannot be understood. */
function readWish(): Wish | undefined {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: "string", default: "60" },
        seed: { type: "string", default: String(Date.now() % 2 ** 31) },
        only: { type: "string", default: "" },
      },
    });
    const [seconds, seed] = [Number(values.seconds), Number(values.seed)];
    return seconds > 0 && seconds <= 86_400 && Number.isInteger(seed)
      ? { seconds, seed, only: values.only }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Runs one subject for its share of the time; false where it broke. */
function fuzz({ name, property }: Subject, seconds: number, seed: number): boolean {
  const details = fc.check(property(), {
    seed,
    numRuns: Number.MAX_SAFE_INTEGER,
    interruptAfterTimeLimit: seconds * 1000,
    endOnFailure: false,
  });
  const verdict = details.counterexample === null ? "held" : "BROKE";
  process.stdout.write(`${verdict}  ${name}: ${details.numRuns} runs, seed ${seed}\n`);
  if (details.counterexample === null) return true;
  const folder = join(projectFolder, ".fivenines/fuzz");
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${seed}-${name.replace(/\W+/g, "-")}.txt`);
  writeFileSync(file, fc.defaultReportMessage(details) ?? "");
  process.stdout.write(`       written to ${file}\n`);
  return false;
}

function main(): number {
  const wish = readWish();
  if (!wish) {
    process.stderr.write(USAGE);
    return 2;
  }
  const subjects = SUBJECTS.filter(({ name }) => name.includes(wish.only));
  const held = subjects.map((subject) => fuzz(subject, wish.seconds / subjects.length, wish.seed));
  return held.every(Boolean) ? 0 : 1;
}

process.exitCode = main();
