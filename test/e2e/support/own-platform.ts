import { readdir, readlink } from "node:fs/promises";
import { type Example, loadExample } from "../../../scripts/example.ts";
import { type Platform, startPlatform } from "../../../scripts/services/platform.ts";
import { ensureParts, explainMissing } from "../../../scripts/setup/index.ts";
import { Centre } from "./centre.ts";
import { premisesOf } from "./premises.ts";

/** A platform of a story's own, with the example tenants: it may be stopped. */
export interface OwnPlatform {
  readonly platform: Platform;
  readonly example: Example;
  readonly centre: Centre;
}

/** Starts it. With `kept` it goes on with what the one before it left. */
export async function startOwnPlatform(kept?: "kept"): Promise<OwnPlatform> {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  const platform = await startPlatform({
    instance: "test-e2e-stop",
    ports: "free",
    parts: setUp.parts,
    empty: kept === undefined,
    // So long that no story lives to see it.
    drainSeconds: 600,
  });
  try {
    const example = await loadExample(platform);
    const premises = premisesOf(platform, setUp.parts.sipp.command, example.document, example.credentials);
    return { platform, example, centre: await Centre.open(premises) };
  } catch (error) {
    await platform.kill();
    throw error;
  }
}

/** The processes that work in a folder or below it. */
export async function processesIn(folder: string): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const folders = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/cwd`).catch(() => "")));
  return pids.filter((_pid, nth) => folders[nth]?.startsWith(folder));
}

/** Whether a process of this id lives. */
export function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
