import { parseArgs } from "node:util";
import { loadExample } from "./example.ts";
import { readAddresses } from "./ports.ts";
import { createProgress } from "./progress.ts";
import {
  type Crash,
  explainCrash,
  type Platform,
  PlatformRefused,
  startPlatform,
} from "./services/platform.ts";
import { ServiceFailed } from "./services/service.ts";
import { ensureParts, explainMissing } from "./setup/index.ts";
import { aborted, listenForStop, type Stopping } from "./stopping.ts";
import { welcome } from "./welcome.ts";

const HELP = `npm start [-- options]

Starts a virtual call centre on this machine and keeps it running until Ctrl-C.
A second Ctrl-C stops at once, without waiting for live calls.

  --empty   do not load the example tenants
  --help    show this

Addresses and ports come from the environment: FIVENINES_HOST (the address at which
phones reach this machine, default 127.0.0.1), FIVENINES_SIP_PORT, FIVENINES_API_PORT,
FIVENINES_ASTERISK_SIP_PORT, FIVENINES_CONTROL_PORT, FIVENINES_ARI_PORT,
FIVENINES_POSTGRES_PORT, FIVENINES_REDIS_PORT, FIVENINES_RTP_PORT_LOW, FIVENINES_RTP_PORT_HIGH.
`;

type Wish = { readonly kind: "start"; readonly empty: boolean } | { readonly kind: "help" };

function readWish(args: readonly string[]): Wish | { readonly kind: "refused"; readonly why: string } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { empty: { type: "boolean" }, help: { type: "boolean" } },
    });
    return values.help === true ? { kind: "help" } : { kind: "start", empty: values.empty === true };
  } catch (error) {
    return { kind: "refused", why: error instanceof Error ? error.message : String(error) };
  }
}

async function main(args: readonly string[]): Promise<number> {
  const wish = readWish(args);
  if (wish.kind === "refused") return fail(`${wish.why}\nSee npm start -- --help`);
  if (wish.kind === "help") {
    process.stdout.write(HELP);
    return 0;
  }
  const addresses = readAddresses(process.env);
  if (!addresses.ok) return fail(addresses.faults.join("\n"));
  const stopping = listenForStop();
  const progress = createProgress();
  const setUp = await Promise.race([ensureParts({ progress }), aborted(stopping.inOrder)]);
  if (setUp === undefined) return process.exit(130);
  if (!setUp.ok) return fail(explainMissing(setUp.missing));

  let crash: Crash | undefined;
  const onCrash = (which: Crash): void => {
    crash ??= which;
    stopping.ask();
  };
  const platform = await startPlatform({
    instance: "main",
    host: addresses.host,
    ports: addresses.ports,
    parts: setUp.parts,
    progress,
    onCrash,
  });
  const code = await run(platform, wish.empty, stopping);
  return crash === undefined ? code : fail(explainCrash(crash));
}

/** Tells what can be done, waits to be told to stop, and stops. */
async function run(platform: Platform, empty: boolean, stopping: Stopping): Promise<number> {
  const stopAtOnce = aborted(stopping.atOnce).then(() => platform.kill());
  try {
    const example = empty ? undefined : await loadExample(platform);
    process.stdout.write(`${welcome(platform, example).join("\n")}\n`);
    await aborted(stopping.inOrder);
    return 0;
  } finally {
    process.stderr.write(
      "Stopping: live calls may finish. 正在停止,通话可以先讲完。 (Ctrl-C: at once / 立即停止)\n",
    );
    await Promise.race([platform.stop(), stopAtOnce]);
  }
}

function fail(message: string): number {
  process.stderr.write(`${message}\n`);
  return 1;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof ServiceFailed || error instanceof PlatformRefused) return fail(error.message);
  throw error;
});
