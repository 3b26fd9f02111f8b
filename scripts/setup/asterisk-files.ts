import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../folders.ts";

/** Where one Asterisk keeps what it reads. */
export interface AsteriskFiles {
  readonly modulesDir: string;
  readonly dataDir: string;
  /** Music on hold. */
  readonly mohDir: string;
}

/** The modules named in a modules.conf. */
export function modulesIn(modulesConf: string): string[] {
  return [...modulesConf.matchAll(/^load\s*=>?\s*(\S+\.so)\s*$/gm)].map(([, name]) => name ?? "");
}

/** The modules that the project's Asterisk loads. */
export async function neededModules(): Promise<string[]> {
  return modulesIn(await readFile(join(projectFolder, "deploy/asterisk/modules.conf"), "utf8"));
}

/** Asterisk's files below `root` ("" for the machine's own), or undefined where a module or the music is missing. */
export async function findAsteriskFiles(root: string): Promise<AsteriskFiles | undefined> {
  const modules = await neededModules();
  const libraries = [`${root}/usr/lib`, `${root}/usr/lib64`, `${root}/usr/local/lib`].filter((it) =>
    existsSync(it),
  );
  const multiarch = (await Promise.all(libraries.map(foldersIn)))
    .flat()
    .filter((it) => it.includes("-linux-gnu"));
  const modulesDir = [...libraries, ...multiarch]
    .map((folder) => join(folder, "asterisk/modules"))
    .find((folder) => modules.every((name) => existsSync(join(folder, name))));
  const dataDirs = [
    `${root}/usr/share/asterisk`,
    `${root}/var/lib/asterisk`,
    `${root}/usr/local/share/asterisk`,
  ];
  const dataDir = dataDirs.find((folder) => existsSync(join(folder, "documentation")));
  const mohDir = await firstWithMusic(dataDirs.map((folder) => join(folder, "moh")));
  if (modulesDir === undefined || dataDir === undefined || mohDir === undefined) return undefined;
  return { modulesDir, dataDir, mohDir };
}

async function foldersIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).map((name) => join(folder, name));
}

async function firstWithMusic(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const files = existsSync(folder) ? await readdir(folder) : [];
    if (files.some((name) => /\.(wav|gsm|sln|ulaw|alaw|g722)$/.test(name))) return folder;
  }
  return undefined;
}
