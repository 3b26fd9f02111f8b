import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { runCommand } from "../command.ts";
import type { AptSession } from "./apt/session.ts";
import { done, failed, type Result } from "./result.ts";
import { missingSonames, packageOf, type Soname } from "./shared-libraries.ts";
import type { FetchedProgram } from "./wrapper.ts";

/** A tree of unpacked packages that is being completed. */
export interface Tree {
  readonly root: string;
  /** Debian's name of the processor and libraries' folder, as "x86_64-linux-gnu". */
  readonly triplet: string;
  /** Packages in it so far. */
  readonly packages: Set<string>;
  /** Fetches and unpacks more packages. */
  add(packages: readonly string[]): Promise<Result<void>>;
}

const ROUNDS = 12;

const LIBRARY_PACKAGE = /^(lib|zlib)/;

/**
 * Adds packages to a tree until the dynamic linker finds every library of `files` inside it. What a library is called
 * and what it needs changes from month to month in the suite, so the linker is asked, round by round, instead of
 * trusting a list. Resolves with the folders the linker has to search.
 */
export async function completeLibraries(
  tree: Tree,
  files: readonly string[],
  apt: AptSession,
): Promise<Result<FetchedProgram["libraryFolders"]>> {
  const everything = await apt.dependsOf([...tree.packages], "all");
  if (!everything.ok) return everything;
  const folders = new Set([`usr/lib/${tree.triplet}`]);
  for (let round = 0; round < ROUNDS; round++) {
    const missing = await findMissing(tree, files, folders);
    if (missing.length === 0) return done([...folders]);
    const stillMissing = await searchInside(tree, missing, folders);
    if (stillMissing.length === 0) continue;
    const wanted = await packagesFor(stillMissing, everything.value, tree, apt);
    if (!wanted.ok) return wanted;
    const added = await tree.add(wanted.value);
    if (!added.ok) return added;
  }
  return failed(`its libraries could not be completed in ${ROUNDS} rounds`);
}

/** The dynamic linker inside a tree, relative to its root. */
export async function linkerOf(root: string, triplet: string): Promise<string | undefined> {
  const folder = `usr/lib/${triplet}`;
  const names = existsSync(join(root, folder)) ? await readdir(join(root, folder)) : [];
  const linker = names.find((name) => /^ld-linux-.+\.so\.\d+$/.test(name));
  return linker === undefined ? undefined : `${folder}/${linker}`;
}

async function findMissing(
  tree: Tree,
  files: readonly string[],
  folders: ReadonlySet<string>,
): Promise<Soname[]> {
  const linker = await linkerOf(tree.root, tree.triplet);
  if (linker === undefined) return ["libc.so.6"];
  const libraryPath = [...folders].map((folder) => join(tree.root, folder)).join(":");
  const args = ["--inhibit-cache", "--library-path", libraryPath];
  const missing = new Set<Soname>();
  for (const file of files) {
    const trace = await runCommand(join(tree.root, linker), [...args, file], {
      env: { ...process.env, LD_TRACE_LOADED_OBJECTS: "1" },
    });
    for (const soname of missingSonames(trace.stdout, tree.root)) missing.add(soname);
  }
  return [...missing];
}

/** Some packages keep libraries in a folder of their own: have the linker look there. Returns what is nowhere. */
async function searchInside(tree: Tree, missing: readonly Soname[], folders: Set<string>): Promise<Soname[]> {
  const files = await readdir(join(tree.root, "usr/lib"), { recursive: true });
  return missing.filter((soname) => {
    const found = files.find((file) => file.endsWith(`/${soname}`));
    if (found === undefined) return true;
    const folder = relative(tree.root, dirname(join(tree.root, "usr/lib", found)));
    const isNew = !folders.has(folder);
    folders.add(folder);
    return !isNew;
  });
}

/** The packages that hold the missing libraries; where the names do not tell, every library depended on directly. */
async function packagesFor(
  missing: readonly Soname[],
  candidates: readonly string[],
  tree: Tree,
  apt: AptSession,
): Promise<Result<readonly string[]>> {
  const named = missing.map((soname) => packageOf(soname, candidates)).filter((name) => name !== undefined);
  const fresh = new Set(named.filter((name) => !tree.packages.has(name)));
  if (fresh.size > 0) return done([...fresh]);
  const direct = await apt.dependsOf([...tree.packages], "direct");
  if (!direct.ok) return direct;
  const ring = direct.value.filter((name) => LIBRARY_PACKAGE.test(name) && !tree.packages.has(name));
  return ring.length > 0 ? done(ring) : failed(`no package of its dependencies holds ${missing.join(", ")}`);
}
