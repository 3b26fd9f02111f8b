import { setTimeout as pause } from "node:timers/promises";
import type { Callers } from "../../test/support/sipp/run.ts";
import type { Platform } from "../services/platform.ts";
import { aborted, type Stopping } from "../stopping.ts";
import { startCrowd } from "./callers.ts";
import { createScreen } from "./screen.ts";
import { type Stage, setStage } from "./stage.ts";
import { type Summary, Tally } from "./tally.ts";

/** How long calls that live may go on when no new ones come. */
const windDownMs = 45_000;

export interface DemoOptions {
  readonly platform: Platform;
  readonly sipp: string;
  readonly seconds: number;
  readonly stopping: Stopping;
  /** Seconds since the command was begun. */
  readonly setUpSeconds: () => number;
}

/** Robot agents take their desks, callers call, the board shows it; ends when time is up or we are asked to stop. */
export async function runDemo(options: DemoOptions): Promise<Summary> {
  const tally = new Tally();
  const stage = await Promise.race([
    setStage(options.platform, tally),
    aborted(options.stopping.inOrder).then(() => undefined),
  ]);
  const setUpSeconds = options.setUpSeconds();
  if (stage === undefined) return tally.summary(setUpSeconds);
  await perform(stage, tally, options);
  // Cut off, the platform is gone already: nobody would answer a good-bye.
  if (!options.stopping.atOnce.aborted) await stage.clear();
  return tally.summary(setUpSeconds);
}

async function perform(
  stage: Stage,
  tally: Tally,
  { platform, sipp, seconds, stopping }: DemoOptions,
): Promise<void> {
  const views = stage.centres.map(({ view }) => view);
  const screen = createScreen(stage.operator, views, tally, seconds);
  const crowds = await Promise.all(
    stage.centres.map(({ number, callerPrefix }) =>
      startCrowd({
        sipp,
        dial: number,
        prefix: callerPrefix,
        keys: ["1", "2", "3"],
        server: { host: platform.host, port: platform.ports.sip },
        seconds,
      }),
    ),
  );
  await Promise.race([pause(seconds * 1_000, undefined, { ref: false }), aborted(stopping.inOrder)]);
  await windDown(crowds, stopping);
  for (const { finished } of crowds) tally.offered += (await finished).created;
  screen.stop();
}

/** Callers that live may finish, within reason; asked to stop early no new ones come, asked again all end at once. */
async function windDown(crowds: readonly Callers[], { inOrder, atOnce }: Stopping): Promise<void> {
  // By now every call has begun, unless we were stopped early.
  if (inOrder.aborted) for (const crowd of crowds) crowd.windDown();
  const finished = Promise.all(crowds.map((crowd) => crowd.finished));
  const late = await Promise.race([
    finished.then(() => false),
    pause(windDownMs, true, { ref: false }),
    aborted(atOnce).then(() => true),
  ]);
  if (late) for (const crowd of crowds) crowd.kill();
}
