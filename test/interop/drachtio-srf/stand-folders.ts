import { mkdir, mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { libraryTest } from "./library.ts";
import { moved } from "./testbed.ts";

/** Where a stand keeps what it writes; all of it lies below `root`. */
export interface StandFolders {
  readonly root: string;
  /** Holds the program `docker` that stands in for the real one. */
  readonly bin: string;
  readonly scenarios: string;
  /** A file named after a machine that joined later holds its address. */
  readonly names: string;
  /** What each SIPp did not expect. */
  readonly errors: string;
  readonly logs: string;
}

/** Makes the folders, with the library's scenarios moved to `network` and the stand-in for docker. */
export async function makeStandFolders(network: string): Promise<StandFolders> {
  const root = await mkdtemp(join(tmpdir(), "fivenines-srf-"));
  const folders: StandFolders = {
    root,
    bin: join(root, "bin"),
    scenarios: join(root, "scenarios"),
    names: join(root, "names"),
    errors: join(root, "errors"),
    logs: join(root, "logs"),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  await moveScenarios(folders.scenarios, network);
  await writeStandIn(folders.bin);
  return folders;
}

async function moveScenarios(target: string, network: string): Promise<void> {
  const source = libraryTest("scenarios");
  for (const name of (await readdir(source)).filter((name) => name.endsWith(".xml"))) {
    const scenario = await readFile(join(source, name), "latin1");
    await writeFile(join(target, name), wellFormed(moved(scenario, network)), "latin1");
  }
}

/** One of them lacks the space between two attributes; SIPp's parser of XML forgave that until 3.7. */
function wellFormed(scenario: string): string {
  return scenario.replaceAll(/<recv [^>]*>/g, (tag) => tag.replaceAll(/"(?=[a-z]+=")/g, '" '));
}

async function writeStandIn(folder: string): Promise<void> {
  const program = join(dirname(fileURLToPath(import.meta.url)), "docker.ts");
  await writeFile(join(folder, "docker"), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, {
    mode: 0o700,
  });
}

/** What the SIPps did not expect so far, each under its own name. */
export async function complaints({ errors }: StandFolders): Promise<string> {
  const names = await readdir(errors);
  const texts = await Promise.all(
    names.map(async (name) => `== ${name}\n${await readFile(join(errors, name), "utf8")}`),
  );
  return texts.join("\n");
}
