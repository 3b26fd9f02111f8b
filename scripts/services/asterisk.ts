import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder } from "../folders.ts";
import type { Parts } from "../setup/index.ts";
import { type AsteriskSettings, placeholderValues } from "./asterisk-settings.ts";
import { startChild } from "./child.ts";
import { answersSip } from "./probes.ts";
import type { Service } from "./service.ts";
import { renderTemplate } from "./template.ts";

/** Where and how Asterisk runs. */
export interface AsteriskOptions extends Omit<AsteriskSettings, "files" | "folder"> {
  readonly part: Parts["asterisk"];
  /** The instance's folder; Asterisk writes below it. */
  readonly folder: string;
}

/** A running Asterisk and where it takes SIP. */
export interface Asterisk extends Service {
  readonly sipHost: string;
  readonly sipPort: number;
  /** Its folder; `etc` below it holds the configuration as rendered. */
  readonly folder: string;
}

const TEMPLATES = join(projectFolder, "deploy/asterisk");

/** Writes the configuration afresh from deploy/asterisk and starts Asterisk; ready when it answers SIP. */
export async function startAsterisk(options: AsteriskOptions): Promise<Asterisk> {
  const { part, sipHost, sipPort } = options;
  const folder = join(options.folder, "asterisk");
  await rm(join(folder, "etc"), { recursive: true, force: true });
  await rm(join(folder, "run"), { recursive: true, force: true });
  await makeFolders(folder);
  await renderConfiguration({ ...options, folder, files: part }, join(folder, "etc"));
  const service = await startChild(
    {
      name: "asterisk",
      command: part.command,
      args: ["-C", join(folder, "etc/asterisk.conf"), "-f"],
      logFile: join(options.folder, "log/asterisk.log"),
      cwd: folder,
    },
    { probe: () => answersSip(sipHost, sipPort), withinMs: 30_000 },
  );
  return { ...service, sipHost, sipPort, folder };
}

/** Renders every file of deploy/asterisk into `target`. They hold passwords, so they are for the owner alone. */
export async function renderConfiguration(settings: AsteriskSettings, target: string): Promise<void> {
  const values = placeholderValues(settings);
  const names = (await readdir(TEMPLATES)).filter((name) => name.endsWith(".conf"));
  for (const name of names) {
    const template = await readFile(join(TEMPLATES, name), "utf8");
    await writeFile(join(target, name), renderTemplate(template, values), { mode: 0o600 });
  }
}

async function makeFolders(folder: string): Promise<void> {
  const names = [
    "etc",
    "var",
    "run",
    "log",
    "spool/recording",
    "spool/outgoing",
    "spool/monitor",
    "spool/tmp",
  ];
  for (const name of names) await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
}
