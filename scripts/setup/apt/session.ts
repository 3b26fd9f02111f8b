import { existsSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type CommandResult, findOnPath, runCommand } from "../../command.ts";
import type { Progress } from "../../progress.ts";
import { done, failed, type Result } from "../result.ts";
import { networkSettings, renderAptConf, renderSource } from "./config.ts";
import { mirrorFrom } from "./mirror.ts";
import { aptComplaint, downloadSizes, fetchedPackage, readDepends } from "./reports.ts";

/** The suite that carries Asterisk 22, by its name for life: it stays this suite when Debian releases it. */
export const SUITE = "forky";

const KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg";
const UPDATE_WITHIN_MS = 3 * 60_000;
const DOWNLOAD_WITHIN_MS = 20 * 60_000;

/** A private apt with the suite's package lists, in a folder that can be thrown away. */
export interface AptSession {
  /** Debian's name of the processor, as "amd64". */
  readonly architecture: string;
  /** Fetches packages; resolves with the paths of the files. A package already fetched is not fetched again. */
  download(packages: readonly string[], label: string): Promise<Result<readonly string[]>>;
  /** What these packages depend on: directly, or to the last. */
  dependsOf(packages: readonly string[], depth: "direct" | "all"): Promise<Result<readonly string[]>>;
}

/** Why packages cannot be fetched on this machine, or undefined where they can. */
export function unsupported(): string | undefined {
  if (process.platform !== "linux")
    return `packages are fetched on Debian only, and this is ${process.platform}`;
  const absent = ["apt-get", "apt-cache", "apt-config", "dpkg-deb"].filter(
    (name) => findOnPath(name) === undefined,
  );
  if (absent.length > 0) return `${absent.join(" and ")} not found: packages are fetched on Debian only`;
  if (!existsSync(KEYRING))
    return `${KEYRING} is missing, so no signature can be checked (package debian-archive-keyring)`;
  return undefined;
}

/** Makes a private apt in `folder` and fetches the suite's package lists. */
export async function openAptSession(folder: string, progress: Progress): Promise<Result<AptSession>> {
  const why = unsupported();
  if (why !== undefined) return failed(why);
  const architecture = (await runCommand("dpkg", ["--print-architecture"])).stdout.trim();
  if (!/^(amd64|arm64)$/.test(architecture)) return failed(`no packages for the processor "${architecture}"`);

  const mirror = mirrorFrom((await runCommand("apt-get", ["update", "--print-uris"])).stdout);
  if (mirror === undefined) {
    return failed(
      "apt's sources on this machine name no Debian archive (an address that ends in /debian): add one to " +
        "/etc/apt/sources.list",
    );
  }
  const network = networkSettings((await runCommand("apt-config", ["dump"])).stdout);
  const archives = join(folder, "cache", "archives");
  for (const name of ["etc/apt.conf.d", "etc/preferences.d", "lists/partial", "state", "log"]) {
    await mkdir(join(folder, name), { recursive: true });
  }
  await mkdir(join(archives, "partial"), { recursive: true });
  await writeFile(join(folder, "status"), "");
  await writeFile(join(folder, "sources.list"), renderSource(mirror, SUITE, KEYRING));
  await writeFile(join(folder, "apt.conf"), renderAptConf({ folder, architecture }, network));

  // Plain words in plain English whatever the user's language, for what apt prints is read.
  const env = {
    ...process.env,
    APT_CONFIG: join(folder, "apt.conf"),
    LC_ALL: "C.UTF-8",
    DEBIAN_FRONTEND: "noninteractive",
  };
  progress.show(`Package lists of Debian ${SUITE}`, mirror);
  const update = await runCommand("apt-get", ["update"], { env, withinMs: UPDATE_WITHIN_MS });
  // apt-get update calls an unreachable mirror a warning and ends with 0: the lists themselves tell.
  const lists = await readdir(join(folder, "lists"));
  if (update.code !== 0 || !lists.some((name) => name.includes("_Packages"))) {
    progress.end("failed");
    return failed(`the package lists could not be fetched from ${mirror}\n${complaintOf(update)}`);
  }
  return done({
    architecture,
    download: (packages, label) => download(packages, label, { archives, env, progress }),
    dependsOf: (packages, depth) => dependsOf(packages, depth, env),
  });
}

interface DownloadPlace {
  readonly archives: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: Progress;
}

async function download(
  packages: readonly string[],
  label: string,
  { archives, env, progress }: DownloadPlace,
): Promise<Result<readonly string[]>> {
  const listed = await runCommand("apt-get", ["download", "--print-uris", ...packages], {
    cwd: archives,
    env,
  });
  if (listed.code !== 0) return failed(complaintOf(listed));
  const sizes = downloadSizes(listed.stdout);
  const total = `${(sizes.reduce((sum, bytes) => sum + bytes, 0) / 1e6).toFixed(1)} MB in all`;
  let begun = 0;
  const onLine = (line: string): void => {
    const name = fetchedPackage(line);
    if (name === undefined) return;
    begun += 1;
    progress.show(label, `package ${begun} of ${sizes.length} (${name}), ${total}`);
  };
  progress.show(label, `${sizes.length} packages, ${total}`);
  const fetched = await runCommand("apt-get", ["download", ...packages], {
    cwd: archives,
    env,
    withinMs: DOWNLOAD_WITHIN_MS,
    onLine,
  });
  if (fetched.code !== 0) return failed(complaintOf(fetched));
  // Files of an earlier download are not listed again: look them all up by name.
  const files = await readdir(archives);
  return done(
    files.filter((file) => packages.includes(file.split("_")[0] ?? "")).map((file) => join(archives, file)),
  );
}

async function dependsOf(
  packages: readonly string[],
  depth: "direct" | "all",
  env: NodeJS.ProcessEnv,
): Promise<Result<readonly string[]>> {
  const without = ["recommends", "suggests", "conflicts", "breaks", "replaces", "enhances"].map(
    (kind) => `--no-${kind}`,
  );
  const recurse = depth === "all" ? ["--recurse"] : [];
  const printed = await runCommand("apt-cache", ["depends", ...recurse, ...without, ...packages], { env });
  return printed.code === 0 ? done(readDepends(printed.stdout)) : failed(complaintOf(printed));
}

function complaintOf({ stdout, stderr, code }: CommandResult): string {
  return aptComplaint(`${stdout}\n${stderr}`) || `apt ended with ${code ?? "a signal or its time limit"}`;
}
