import { randomBytes, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { z } from "zod";
import { LoadEnvironment, readConfig } from "./config.ts";
import { type Credentials, readCredentials, writeCredentials } from "./credentials-file.ts";
import {
  authenticate,
  connectPostgres,
  type Database,
  explainMigration,
  importPlatform,
  issueToken,
  loadPlatform,
  migrate,
} from "./storage/postgres/index.ts";
import { PlatformDocument, validatePlatform } from "./tenancy/index.ts";

const usage = `Loads a platform document (trunks, tenants and all they own) into the database.

  node src/load.ts DOCUMENT.json --credentials FILE

FILE keeps the SIP passwords and the tenants' access tokens that are made for those who have none yet; the database
keeps only their hashes. A running server takes the new configuration up by itself.
Environment: DATABASE_URL, SIP_REALM (default fivenines).`;

const tokenLivesForSeconds = 365 * 86_400;
const log = pino({ level: "warn" }, pino.destination(2));

try {
  process.exitCode = await load(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** Resolves to the exit code: 0 loaded, 1 refused, 2 asked wrongly. */
async function load(words: readonly string[]): Promise<number> {
  const asked = readWords(words);
  if (asked === "help") return say(usage, 0);
  if (asked === undefined) return complain([usage], 2);
  const read = readConfig(LoadEnvironment, process.env);
  if (!read.ok) return complain(read.faults, 2);
  const document = await readDocument(asked.document);
  if (!document.ok) return complain(document.faults, 1);

  const postgres = connectPostgres({ url: read.config.DATABASE_URL, log });
  try {
    const migration = await migrate(postgres.db);
    if (!migration.migrated) return complain([explainMigration(migration)], 1);
    return await put(postgres.db, document.value, asked.credentials, read.config.SIP_REALM);
  } finally {
    await postgres.stop();
  }
}

async function put(db: Database, document: PlatformDocument, file: string, realm: string): Promise<number> {
  const credentials = await readCredentials(file);
  const passwords = { ...credentials.passwords };
  for (const name of sipUsernames(document)) passwords[name] ??= randomBytes(9).toString("base64url");
  // Written before they count: a password that only the database knows would be lost.
  await writeCredentials(file, { ...credentials, passwords });
  const imported = await importPlatform(db, document, {
    passwords: new Map(Object.entries(passwords)),
    realm,
    mintId: randomUUID,
  });
  if (!imported.imported) return complain([JSON.stringify(imported, undefined, 2)], 1);
  await writeCredentials(file, { passwords, tokens: await tokensFor(db, document, credentials) });
  return say(
    `loaded: ${document.tenants.length} tenants, configuration ${imported.version}; credentials in ${file}`,
    0,
  );
}

async function tokensFor(db: Database, document: PlatformDocument, known: Credentials) {
  const tokens = { ...known.tokens };
  const { tenants } = await loadPlatform(db, log);
  for (const { key, id: tenant } of tenants) {
    if (!document.tenants.some((wanted) => wanted.key === key)) continue;
    const at = Date.now();
    const holder = await authenticate(db, tokens[key] ?? "", at);
    if (holder?.tenant === tenant) continue;
    tokens[key] = await issueToken(db, { tenant, role: "admin", at, livesForSeconds: tokenLivesForSeconds });
  }
  return tokens;
}

type DocumentRead =
  | { readonly ok: true; readonly value: PlatformDocument }
  | { readonly ok: false; readonly faults: readonly string[] };

async function readDocument(file: string): Promise<DocumentRead> {
  const parsed = PlatformDocument.safeParse(await readJson(file));
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${file}: ${path.join(".")}: ${message}`);
    return { ok: false, faults };
  }
  const found = validatePlatform(parsed.data);
  for (const { path, message } of found) console.error(`${file}: ${path}: ${message.zh} / ${message.en}`);
  const faulty = found.some(({ severity }) => severity === "error");
  return faulty ? { ok: false, faults: [`${file}: nothing was loaded`] } : { ok: true, value: parsed.data };
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8");
  try {
    return z.unknown().parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${String(cause)}`, { cause });
  }
}

function sipUsernames({ tenants, trunks }: PlatformDocument): readonly string[] {
  const agents = tenants.flatMap((tenant) => tenant.agents.map(({ sipUsername }) => sipUsername));
  return [...agents, ...trunks.flatMap(({ sipUsername }) => sipUsername ?? [])];
}

function readWords(words: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { credentials: { type: "string" }, help: { type: "boolean" } },
    });
    if (values.help) return "help";
    const [document, ...more] = positionals;
    if (document === undefined || more.length > 0 || values.credentials === undefined) return undefined;
    return { document, credentials: values.credentials };
  } catch {
    return undefined;
  }
}

function say(text: string, exitCode: number): number {
  console.log(text);
  return exitCode;
}

function complain(faults: readonly string[], exitCode: number): number {
  for (const fault of faults) console.error(fault);
  return exitCode;
}
