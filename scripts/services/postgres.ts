import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, readlink, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { runCommand } from "../command.ts";
import { startChild } from "./child.ts";
import { findPostgresPrograms, type PostgresPrograms } from "./postgres-programs.ts";
import { findPostgresUser, giveTo, type PostgresUser } from "./postgres-user.ts";
import type { Service } from "./service.ts";

/** Where and how PostgreSQL runs. */
export interface PostgresOptions {
  /** The instance's folder; PostgreSQL writes below it. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  /** Kept from start to start, for it is set when the database is made. */
  readonly password: string;
}

/** A running PostgreSQL and how to reach it. */
export interface Postgres extends Service {
  /** postgres://fivenines:password@host:port/fivenines, as the owner of the database. */
  readonly url: string;
}

const USER = "fivenines";

/** Starts PostgreSQL; the first time its database is made, which takes a second or two. Throws with the mend where it cannot. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { folder, host, port, password } = options;
  const data = join(folder, "postgres");
  await mkdir(join(folder, "log"), { recursive: true });
  const programs = await findPostgresPrograms();
  const user = await findPostgresUser(folder, data);
  if (user === undefined) throw new Error(NO_USER);
  if (!existsSync(data)) await makeDatabase(data, programs, user, password);
  await endLeftover(data);
  const service = await startChild(
    {
      name: "postgres",
      command: programs.postgres,
      args: ["-D", data, ...settings(host, port)],
      logFile: join(folder, "log/postgres.log"),
      // A fast shutdown: clients are cut off and everything is written. SIGTERM would wait for the clients.
      stopSignal: "SIGINT",
      launcher: user.launcher,
    },
    { probe: () => ensureDatabase(host, port, password), withinMs: 60_000 },
  );
  return { ...service, url: urlOf(host, port, password, USER) };
}

const NO_USER =
  "PostgreSQL refuses to run as root, and here root may neither make a user namespace (unshare --user) nor become " +
  "another user (setpriv --reuid). Start Fivenines as an ordinary user, in a folder of that user's own.";

function urlOf(host: string, port: number, password: string, database: string): string {
  return `postgres://${USER}:${password}@${host}:${port}/${database}`;
}

function settings(host: string, port: number): string[] {
  const all = {
    listen_addresses: host,
    port: String(port),
    // Socket files have short names at most; TCP is enough.
    unix_socket_directories: "",
    max_connections: "100",
    timezone: "UTC",
    log_timezone: "UTC",
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** Makes the data folder beside its place and renames it into place, so that half a database is never taken for one. */
async function makeDatabase(
  data: string,
  { initdb }: PostgresPrograms,
  user: PostgresUser,
  password: string,
): Promise<void> {
  const draft = `${data}.draft`;
  const passwordFile = `${data}.password`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(user, draft);
  await giveTo(user, passwordFile);
  const args = [
    "-D",
    draft,
    "-U",
    USER,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
  ];
  const [command, ...first] = [...user.launcher, initdb];
  // The database's own C.UTF-8: sorts the same on every machine, and needs no locale to be installed.
  const locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
  const made = await runCommand(command, [...first, ...args, ...locale], { withinMs: 120_000 });
  await rm(passwordFile, { force: true });
  if (made.code !== 0)
    throw new Error(`PostgreSQL's initdb failed:\n${made.stdout.trim()}\n${made.stderr.trim()}`);
  await rename(draft, data);
}

/**
 * Ends a PostgreSQL that an earlier run left on this data folder, and removes the note of one that has died: its
 * number may by now be another process's, and PostgreSQL would then refuse to start.
 */
async function endLeftover(data: string): Promise<void> {
  const note = join(data, "postmaster.pid");
  if (!existsSync(note)) return;
  const pid = Number.parseInt(await readFile(note, "utf8"), 10);
  if (await worksIn(pid, data)) {
    process.kill(pid, "SIGINT");
    for (let waits = 0; waits < 200 && (await worksIn(pid, data)); waits++) await delay(50);
  }
  // Helpers outlive a killed server for a moment and still hold its memory.
  for (let waits = 0; waits < 100 && (await anyoneWorksIn(data)); waits++) await delay(50);
  await rm(note, { force: true });
}

/** Whether process `pid` is a PostgreSQL on this data folder; each of its processes stays in it. */
async function worksIn(pid: number, data: string): Promise<boolean> {
  try {
    const program = basename(await readlink(`/proc/${pid}/exe`));
    return program.startsWith("postgres") && (await readlink(`/proc/${pid}/cwd`)) === data;
  } catch {
    return false;
  }
}

async function anyoneWorksIn(data: string): Promise<boolean> {
  const pids = (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  const works = await Promise.all(pids.map((pid) => worksIn(pid, data)));
  return works.includes(true);
}

/** Connects, and makes the database where it is not there yet. */
async function ensureDatabase(host: string, port: number, password: string): Promise<boolean> {
  const client = new Client({
    connectionString: urlOf(host, port, password, "postgres"),
    connectionTimeoutMillis: 2000,
  });
  try {
    await client.connect();
    const found = await client.query("select 1 from pg_database where datname = $1", [USER]);
    if (found.rowCount === 0) await client.query(`create database ${USER}`);
    return true;
  } finally {
    await client.end();
  }
}
