import process from "node:process";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { ALL_OVER_MS, heldBy, NOTHING } from "../test/support/edge-soak/held.ts";
import { type Indoors, indoors } from "../test/support/edge-soak/indoors.ts";
import { LIVES } from "../test/support/edge-soak/lives.ts";

const USAGE = `node scripts/run.mjs soak-edge [--transactions 1000000] [--minutes 20]

Lets the embedded SIP server, without sockets and with time that is turned by hand, begin so many transactions of all
kinds, and says how much memory and how many entries it holds on the way and in the end.
`;

/** Between two looks at the memory. */
const LOOKS = 10;
/** What the heap may be larger in the end than after the first tenth, in bytes: code that was compiled, tables that grew. */
const LEEWAY_BYTES = 8 * 1024 * 1024;

setFlagsFromString("--expose-gc");
const collect: unknown = runInNewContext("gc");

function heapBytes(): number {
  if (typeof collect === "function") collect();
  return process.memoryUsage().heapUsed;
}

interface Wish {
  readonly transactions: number;
  readonly minutes: number;
}

function readWish(): Wish | undefined {
  try {
    const { values } = parseArgs({
      options: {
        transactions: { type: "string", default: "1000000" },
        minutes: { type: "string", default: "20" },
      },
    });
    const wish = { transactions: Number(values.transactions), minutes: Number(values.minutes) };
    return wish.transactions > 0 && wish.minutes > 0 ? wish : undefined;
  } catch {
    return undefined;
  }
}

/** One life of each kind, and a second later. */
function liveOn(house: Indoors, nth: number): void {
  for (const { live } of LIVES) live(house, nth);
  house.clock.advance(1_000);
  house.sent.length = 0;
  house.delivered.length = 0;
}

function tell(house: Indoors, words: string): number {
  const bytes = heapBytes();
  const held = JSON.stringify(heldBy(house));
  process.stdout.write(
    `${house.begun()} transactions ${words}: ${(bytes / 2 ** 20).toFixed(1)} MB, ${held}\n`,
  );
  return bytes;
}

function soak({ transactions, minutes }: Wish): boolean {
  const house = indoors();
  const until = performance.now() + minutes * 60_000;
  let nth = 0;
  let first: number | undefined;
  for (let look = 1; look <= LOOKS; look++) {
    while (house.begun() < (transactions / LOOKS) * look && performance.now() < until) liveOn(house, nth++);
    const bytes = tell(house, "begun");
    first ??= bytes;
  }
  house.clock.advance(ALL_OVER_MS);
  house.sent.length = 0;
  house.delivered.length = 0;
  const last = tell(house, "over");
  const empty = JSON.stringify(heldBy(house)) === JSON.stringify(NOTHING);
  const whole = house.begun() >= transactions && house.failures.length === 0;
  return empty && whole && last < (first ?? 0) + LEEWAY_BYTES;
}

function main(): number {
  const wish = readWish();
  if (wish) return soak(wish) ? 0 : 1;
  process.stderr.write(USAGE);
  return 2;
}

process.exitCode = main();
