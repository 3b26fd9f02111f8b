import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { runCommand } from "../command.ts";
import type { Progress } from "../progress.ts";
import type { AptSession } from "./apt/session.ts";
import { findAsteriskFiles, neededModules } from "./asterisk-files.ts";
import { examine } from "./examine.ts";
import { completeLibraries, linkerOf, type Tree } from "./libraries.ts";
import type { PartSpec } from "./parts.ts";
import { done, failed, type Result } from "./result.ts";
import { type DataFolders, fetchedWrapper } from "./wrapper.ts";

/** The script inside a fetched part that starts its program. */
export const RUN_SCRIPT = "run";

/** Folder of the unpacked packages inside a fetched part. */
export const ROOT = "root";

const TRIPLETS: Readonly<Record<string, string>> = { amd64: "x86_64-linux-gnu", arm64: "aarch64-linux-gnu" };
const DOCUMENTATION = ["doc", "man", "info", "locale", "lintian", "bug", "gdb"].map(
  (name) => `usr/share/${name}`,
);

/**
 * Fetches a part into `target`. Everything happens in `draft`, a sibling folder: only a tree whose program has run
 * is renamed into place, so what stands at `target` is whole.
 */
export async function fetchPart(
  spec: PartSpec,
  apt: AptSession,
  place: { readonly draft: string; readonly target: string },
  progress: Progress,
): Promise<Result<void>> {
  const root = join(place.draft, ROOT);
  await mkdir(root, { recursive: true });
  const triplet = TRIPLETS[apt.architecture] ?? "";
  const tree: Tree = {
    root,
    triplet,
    packages: new Set(),
    add: (packages) => unpack(packages, tree, spec, apt),
  };

  const seeds = await tree.add([...spec.packages, "libc6", "libgcc-s1"]);
  if (!seeds.ok) return seeds;
  progress.show(spec.title, "looking for its libraries");
  const folders = await completeLibraries(tree, await filesToLink(spec, tree), apt);
  if (!folders.ok) return folders;
  const linker = await linkerOf(root, triplet);
  if (linker === undefined) return failed("its dynamic linker is missing");

  const data: DataFolders = spec.name === "espeak-ng" ? { ESPEAK_DATA_PATH: `usr/lib/${triplet}` } : {};
  const program = {
    linker: spec.restartOption === undefined ? linker : await putBeside(spec.program, linker, root),
    libraryFolders: folders.value,
    program: spec.program,
    ...(spec.restartOption === undefined
      ? {}
      : { restart: { script: RUN_SCRIPT, option: spec.restartOption } }),
  };
  const script = join(place.draft, RUN_SCRIPT);
  await writeFile(script, fetchedWrapper(ROOT, program, data), { mode: 0o755 });
  await writeFile(join(place.draft, "packages.txt"), `${[...tree.packages].sort().join("\n")}\n`);

  progress.show(spec.title, "trying it");
  const tried = await examine(spec, script);
  if (!tried.ok) return tried;
  if (spec.name === "asterisk" && (await findAsteriskFiles(root)) === undefined) {
    return failed(
      "the packages lack one of the modules in deploy/asterisk/modules.conf or the music on hold",
    );
  }
  await rm(place.target, { recursive: true, force: true });
  await rename(place.draft, place.target);
  return done(undefined);
}

async function unpack(
  packages: readonly string[],
  tree: Tree,
  spec: PartSpec,
  apt: AptSession,
): Promise<Result<void>> {
  const files = await apt.download(packages, spec.title);
  if (!files.ok) return files;
  for (const file of files.value) {
    const unpacked = await runCommand("dpkg-deb", ["-x", file, tree.root], { withinMs: 120_000 });
    if (unpacked.code !== 0) return failed(`${file} could not be unpacked: ${unpacked.stderr.trim()}`);
  }
  const unneeded = [...DOCUMENTATION, ...spec.unneeded, `usr/lib/${tree.triplet}/gconv`];
  await Promise.all(unneeded.map((folder) => rm(join(tree.root, folder), { recursive: true, force: true })));
  for (const name of packages) tree.packages.add(name);
  return done(undefined);
}

/** Copies the linker beside the program; resolves with its path relative to the root. */
async function putBeside(program: string, linker: string, root: string): Promise<string> {
  const copy = join(dirname(program), basename(linker));
  await copyFile(join(root, linker), join(root, copy));
  return copy;
}

/** The files whose libraries must all be there: the program and, of Asterisk's modules, those that are loaded. */
async function filesToLink(spec: PartSpec, { root, triplet }: Tree): Promise<string[]> {
  const program = join(root, spec.program);
  if (spec.name !== "asterisk") return [program, ...(spec.loaded ?? []).map((name) => join(root, name))];
  const folder = join(root, "usr/lib", triplet, "asterisk/modules");
  return [program, ...(await neededModules()).map((name) => join(folder, name))];
}
