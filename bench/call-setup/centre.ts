import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { findFreePorts } from "../../scripts/free-ports.ts";
import { loadDocument, takenUp } from "../../scripts/load-document.ts";
import { LOOPBACK, type Ports } from "../../scripts/ports.ts";
import { type Platform, startPlatform } from "../../scripts/services/platform.ts";
import { ensureParts, explainMissing, type Parts } from "../../scripts/setup/index.ts";
import { aborted } from "../../scripts/stopping.ts";
import type { Credentials } from "../../src/credentials-file.ts";
import { type BenchSetting, Interrupted } from "../bench.ts";
import { benchDocument, largeTeam, smallTeam, type TeamPlan } from "./document.ts";
import { openTeam, type Team } from "./team.ts";
import { Unmeasurable } from "./unmeasurable.ts";

const mediaPorts = 5_000;
/** Higher ones the kernel hands out. */
const lastMediaPort = 29_999;
/** A run takes four to five minutes; one that takes this long hangs. */
const wholeRunWithinMs = 10 * 60_000;

/** A platform with its agents at their desks, ready. */
export interface Centre {
  readonly platform: Platform;
  readonly sipp: string;
  /** Where calls are sent. */
  readonly server: { readonly host: string; readonly port: number };
  readonly small: Team;
  readonly large: Team;
  /** Rejects with Unmeasurable when a service ends by itself. */
  readonly died: Promise<never>;
}

/**
 * Opens a centre of its own, on free ports and with nothing in it, measures, and closes it, whatever happens. Rejects
 * with Interrupted when asked to stop, and with Unmeasurable when a part is missing or it hangs.
 */
export async function inCentre<T>(
  { tell, stop }: BenchSetting,
  measure: (centre: Centre) => Promise<T>,
): Promise<T> {
  const parts = await findParts();
  const died = Promise.withResolvers<never>();
  // Whoever measures decides what a death means.
  died.promise.catch(() => undefined);
  tell("starting the platform");
  const platform = await startPlatform({
    instance: "bench",
    ports: await choosePorts(),
    parts,
    empty: true,
    drainSeconds: 1,
    onCrash: ({ service, how, logFile }) =>
      died.reject(new Unmeasurable(`${service} ${how}; see ${logFile}`)),
  });
  const late = new AbortController();
  try {
    const hung = pause(wholeRunWithinMs, undefined, { signal: late.signal }).then(
      () => Promise.reject(new Unmeasurable(`not done within ${wholeRunWithinMs / 60_000} minutes`)),
      // Done in time.
      () => new Promise<never>(() => undefined),
    );
    const interrupted = aborted(stop).then(() => Promise.reject(new Interrupted()));
    return await Promise.race([withTeams(platform, parts, died.promise, measure), hung, interrupted]);
  } finally {
    late.abort();
    tell("stopping the platform");
    await platform.stop();
  }
}

/** A call takes four ports of Asterisk; a narrow range would end before the machine does. It passes over taken ones. */
async function choosePorts(): Promise<Ports> {
  const ports = await findFreePorts(LOOPBACK);
  const rtpLow = Math.min(ports.rtpLow, lastMediaPort + 1 - mediaPorts);
  return { ...ports, rtpLow, rtpHigh: rtpLow + mediaPorts - 1 };
}

async function findParts(): Promise<Parts> {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Unmeasurable(explainMissing(setUp.missing));
  return setUp.parts;
}

async function withTeams<T>(
  platform: Platform,
  { sipp }: Parts,
  died: Promise<never>,
  measure: (centre: Centre) => Promise<T>,
): Promise<T> {
  const credentials = await loadTenants(platform, [smallTeam, largeTeam]);
  const small = await openTeam(platform, smallTeam, credentials);
  try {
    const large = await openTeam(platform, largeTeam, credentials);
    const server = { host: platform.host, port: platform.ports.sip };
    try {
      return await measure({ platform, sipp: sipp.command, server, small, large, died });
    } finally {
      await large.agents.close();
    }
  } finally {
    await small.agents.close();
  }
}

/** Loads them as an operator would, and waits until the server answers for them. */
async function loadTenants(platform: Platform, plans: readonly TeamPlan[]): Promise<Credentials> {
  const documentFile = join(platform.folder, "document.json");
  await writeFile(documentFile, JSON.stringify(benchDocument(plans)));
  const { server, postgres } = platform.services;
  try {
    const place = { folder: platform.folder, databaseUrl: postgres.url };
    const credentials = await loadDocument(place, documentFile);
    const keys = plans.map(({ key }) => key);
    await takenUp(server.apiUrl, keys, credentials);
    return credentials;
  } catch (cause) {
    throw new Unmeasurable(String(cause));
  }
}
