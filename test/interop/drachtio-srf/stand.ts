import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensureParts, explainMissing } from "../../../scripts/setup/index.ts";
import type { EdgeCounts } from "../../../src/edge/index.ts";
import { startAnswerer } from "./answerer.ts";
import { LIBRARY_SECRET, libraryFolder, libraryTest } from "./library.ts";
import { startNameServer } from "./name-server.ts";
import { runScript, type ScriptReport } from "./script.ts";
import { type Servers, startServers } from "./servers.ts";
import { complaints, makeStandFolders, type StandFolders } from "./stand-folders.ts";

/** The library's testbed: its SIP servers are ours, its telephones SIPp, its containers plain processes. */
export interface Stand {
  /** Runs one of the library's test files to its end; it is killed, with all it started, after `withinMs`. */
  run(file: string, withinMs: number): Promise<ScriptReport>;
  /** What SIPp did not expect so far. */
  complaints(): Promise<string>;
  /** What the servers hold; all 0 again when traffic has ended. */
  counts(): readonly EdgeCounts[];
  close(): Promise<void>;
}

/** Starts it on a loopback network nobody uses. */
export async function openStand(): Promise<Stand> {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  const endings: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of endings.splice(0).toReversed()) await end();
  };
  try {
    return { ...(await furnish(setUp.parts.sipp.command, endings)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What ends each thing that was started is pushed to `endings`. */
async function furnish(sipp: string, endings: (() => Promise<void>)[]): Promise<Omit<Stand, "close">> {
  const known: { find: (name: string) => string | undefined } = { find: () => undefined };
  const names = await startNameServer((name) => known.find(name));
  endings.push(() => names.close());
  const servers = await startServers(names.place);
  for (const edge of servers.edges.values()) endings.push(() => edge.stop());
  const folders = await makeStandFolders(servers.network);
  endings.push(() => rm(folders.root, { recursive: true, force: true }));
  known.find = (name) => servers.testbed.addresses.get(name) ?? joinedLater(folders, name);
  for (const answerer of servers.testbed.answerers) {
    const running = await startAnswerer(sipp, answerer, folders);
    endings.push(() => running.kill());
  }
  const env = environment(sipp, servers, folders);
  return {
    run: (file, withinMs) =>
      runScript({ file: libraryTest(file), folder: libraryFolder, preload: PRELOAD, env, withinMs }),
    complaints: () => complaints(folders),
    counts: () => [...servers.edges.values()].map((edge) => edge.counts()),
  };
}

const PRELOAD = join(dirname(fileURLToPath(import.meta.url)), "moved-scripts.ts");

/** A container started amid a test is found by its name, as docker's own name server would. */
function joinedLater({ names }: StandFolders, name: string): string | undefined {
  if (!/^[a-z0-9-]+$/.test(name)) return undefined;
  try {
    return readFileSync(join(names, name), "utf8");
  } catch {
    return undefined;
  }
}

function environment(
  sipp: string,
  { network, testbed, edges }: Servers,
  { bin, scenarios, names, errors }: StandFolders,
): Record<string, string> {
  const connections = [...edges].map(([name, { controlPort }]) => [
    name,
    { host: "127.0.0.1", port: controlPort, secret: LIBRARY_SECRET },
  ]);
  const addresses = Object.fromEntries(testbed.servers);
  return {
    PATH: [bin, process.env["PATH"] ?? ""].join(delimiter),
    LOOPBACK_NETWORK: network,
    DOCKER_STAND_IN: JSON.stringify({ sipp, addresses, scenarios, names, errors }),
    NODE_ENV: "test",
    NODE_CONFIG_DIR: join(libraryFolder, "config"),
    NODE_CONFIG: JSON.stringify(Object.fromEntries(connections)),
  };
}
