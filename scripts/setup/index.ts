import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { findOnPath } from "../command.ts";
import { runtimeFolder } from "../folders.ts";
import { createProgress, type Progress } from "../progress.ts";
import { waitForLock } from "../run/lock.mjs";
import { type AptSession, openAptSession, SUITE } from "./apt/session.ts";
import { type AsteriskFiles, findAsteriskFiles } from "./asterisk-files.ts";
import { examine } from "./examine.ts";
import { fetchPart, ROOT, RUN_SCRIPT } from "./fetch.ts";
import { type PartSpec, type PeerName, partNames, partSpecs } from "./parts.ts";
import { peerSpecs } from "./peers.ts";
import { failed, type Result } from "./result.ts";
import { machineWrapper } from "./wrapper.ts";

export type { AsteriskFiles } from "./asterisk-files.ts";
export type { PartName, PeerName } from "./parts.ts";

/** A program that is there and has been run once. `command` is one path, to be started without a shell. */
export interface Part {
  readonly command: string;
  readonly version: string;
}

/** Every program the project runs beside Node and PostgreSQL. */
export interface Parts {
  readonly asterisk: Part & AsteriskFiles;
  readonly sipp: Part;
  readonly redisServer: Part;
  readonly espeakNg: Part;
}

/** A part that is not there and could not be fetched. */
export interface Missing {
  readonly part: PartSpec["name"];
  readonly title: string;
  readonly why: string;
  readonly mend: string;
}

/** What setting up came to: all parts, or every one that is missing. */
export type SetUp =
  | { readonly ok: true; readonly parts: Parts }
  | { readonly ok: false; readonly missing: readonly Missing[] };

const WAIT_MS = 20 * 60_000;
const partsFolder = join(runtimeFolder, "parts");
const binFolder = join(runtimeFolder, "bin");

/**
 * Makes sure of every part: from the machine's PATH where it is good enough, else as fetched earlier, else fetched
 * now. A second call takes a fraction of a second.
 */
export async function ensureParts({
  progress = createProgress(),
}: {
  progress?: Progress;
} = {}): Promise<SetUp> {
  const found = await ensure(
    partNames.map((name) => partSpecs[name]),
    progress,
  );
  if (found.missing.length > 0) return { ok: false, missing: found.missing };
  const { asterisk, sipp, "redis-server": redisServer, "espeak-ng": espeakNg } = found.parts;
  if (!asterisk?.files || !sipp || !redisServer || !espeakNg) return { ok: false, missing: [] };
  const { files, root: _, ...part } = asterisk;
  return { ok: true, parts: { asterisk: { ...part, ...files }, sipp, redisServer, espeakNg } };
}

/** What setting up a peer came to. `root` is where its packages' files are: "" for the machine's own. */
export type PeerSetUp =
  | { readonly ok: true; readonly peer: Part & { readonly root: string } }
  | { readonly ok: false; readonly missing: readonly Missing[] };

/** Makes sure of one telephone that only tests need, in the same way. */
export async function ensurePeer(name: PeerName, progress = createProgress()): Promise<PeerSetUp> {
  const { parts, missing } = await ensure([peerSpecs[name]], progress);
  const peer = parts[name];
  return peer === undefined ? { ok: false, missing } : { ok: true, peer };
}

/** Finds parts, and fetches those that are not there. */
async function ensure(
  specs: readonly PartSpec[],
  progress: Progress,
): Promise<{ readonly parts: Found["parts"]; readonly missing: readonly Missing[] }> {
  const found = await findParts(specs);
  if (found.missing.length === 0) return { parts: found.parts, missing: [] };
  const whys = await fetchMissing(found.missing, progress);
  const { parts, missing } = await findParts(specs);
  const whyOf = ({ name }: PartSpec): string => whys.get(name) ?? "it was not found";
  return { parts, missing: missing.map((spec) => describeMissing(spec, whyOf(spec))) };
}

/** One text for people about all that is missing, each part with its reason and its mend. */
export function explainMissing(missing: readonly Missing[]): string {
  const each = missing.map(
    ({ title, why, mend }) => `${title} is missing.\n  Why:  ${indented(why)}\n  Mend: ${indented(mend)}`,
  );
  return each.join("\n");
}

function indented(text: string): string {
  return text.trim().replaceAll("\n", "\n        ");
}

function describeMissing(spec: PartSpec, why: string): Missing {
  const mend =
    `mend the above, most often the network or the package mirror, and start again; or install ${spec.title} by ` +
    `hand (${spec.suitable}; Debian's package: ${spec.byHand}), so that "${spec.name}" is on the PATH`;
  return { part: spec.name, title: spec.title, why, mend };
}

type FoundPart = Part & { readonly root: string; readonly files?: AsteriskFiles };

interface Found {
  readonly parts: Partial<Record<PartSpec["name"], FoundPart>>;
  readonly missing: readonly PartSpec[];
}

async function findParts(specs: readonly PartSpec[]): Promise<Found> {
  const candidates = await Promise.all(
    specs.map(async (spec) => (await onMachine(spec)) ?? (await fetchedEarlier(spec))),
  );
  const parts: Partial<Record<PartSpec["name"], FoundPart>> = {};
  specs.forEach((spec, place) => {
    const part = candidates[place];
    if (part !== undefined) parts[spec.name] = part;
  });
  return { parts, missing: specs.filter(({ name }) => parts[name] === undefined) };
}

async function onMachine(spec: PartSpec): Promise<FoundPart | undefined> {
  const command = findOnPath(spec.name);
  return command === undefined ? undefined : accept(spec, command, "", machineWrapper(command));
}

async function fetchedEarlier(spec: PartSpec): Promise<FoundPart | undefined> {
  const folder = targetOf(spec);
  const script = join(folder, RUN_SCRIPT);
  const wrapper = `#!/bin/sh\nexec "$(dirname -- "$0")/${relative(binFolder, script)}" "$@"\n`;
  return accept(spec, script, join(folder, ROOT), wrapper);
}

/** A part that runs and has its files, with its script in the bin folder; undefined where it will not do. */
async function accept(
  spec: PartSpec,
  command: string,
  root: string,
  wrapper: string,
): Promise<FoundPart | undefined> {
  const examined = await examine(spec, command);
  if (!examined.ok) return undefined;
  const files = spec.name === "asterisk" ? await findAsteriskFiles(root) : undefined;
  if (spec.name === "asterisk" && files === undefined) return undefined;
  const script = join(binFolder, spec.name);
  await writeIfChanged(script, wrapper);
  return { command: script, version: examined.value, root, ...(files === undefined ? {} : { files }) };
}

async function writeIfChanged(file: string, text: string): Promise<void> {
  const now = await readFile(file, "utf8").catch(() => undefined);
  if (now === text) return;
  await mkdir(binFolder, { recursive: true });
  await rm(file, { force: true });
  await writeFile(file, text, { mode: 0o755 });
}

function targetOf(spec: PartSpec): string {
  return join(partsFolder, `${spec.name}-${SUITE}-${process.arch}`);
}

/** Fetches parts one after the other and returns, for each that failed, why. */
async function fetchMissing(
  missing: readonly PartSpec[],
  progress: Progress,
): Promise<Map<PartSpec["name"], string>> {
  await mkdir(partsFolder, { recursive: true });
  const lock = await waitForLock(join(partsFolder, "fetch.lock"), WAIT_MS, (pid) =>
    progress.show("Parts", `process ${pid} is fetching them, waiting for it`),
  );
  if (lock === undefined) {
    return new Map(missing.map(({ name }) => [name, "another process has been fetching it for 20 minutes"]));
  }
  const draft = join(partsFolder, `draft-${process.pid}`);
  try {
    await removeDrafts();
    // Whoever held the lock before us may have fetched some already.
    const { missing: wanted } = await findParts(missing);
    if (wanted.length === 0) return new Map();
    return await fetchAll(wanted, draft, progress);
  } finally {
    await rm(draft, { recursive: true, force: true });
    lock.release();
  }
}

async function fetchAll(
  wanted: readonly PartSpec[],
  draft: string,
  progress: Progress,
): Promise<Map<PartSpec["name"], string>> {
  const whys = new Map<PartSpec["name"], string>();
  const session = await openAptSession(join(draft, "apt"), progress);
  for (const spec of wanted) {
    const result = session.ok ? await fetchOne(spec, session.value, draft, progress) : session;
    if (!result.ok) whys.set(spec.name, result.why);
  }
  return whys;
}

async function fetchOne(
  spec: PartSpec,
  apt: AptSession,
  draft: string,
  progress: Progress,
): Promise<Result<void>> {
  const place = { draft: join(draft, spec.name), target: targetOf(spec) };
  const result = await fetchPart(spec, apt, place, progress).catch((error: unknown) =>
    failed(error instanceof Error ? error.message : String(error)),
  );
  progress.show(spec.title);
  progress.end(result.ok ? "ready" : "failed");
  return result;
}

/** What a run that was killed left half done. Only the holder of the lock may. */
async function removeDrafts(): Promise<void> {
  const drafts = (await readdir(partsFolder)).filter((name) => name.startsWith("draft-"));
  await Promise.all(
    drafts.map((name) => rm(join(partsFolder, name), { recursive: true, force: true, maxRetries: 5 })),
  );
}
