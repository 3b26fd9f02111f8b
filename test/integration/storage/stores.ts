import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll } from "vitest";
import { findFreePorts } from "../../../scripts/free-ports.ts";
import { startPostgres } from "../../../scripts/services/postgres.ts";
import { startRedis } from "../../../scripts/services/redis.ts";
import { ensureParts, explainMissing } from "../../../scripts/setup/index.ts";

/** A store of a test file's own, gone after `close`. */
export interface TestStore {
  readonly url: string;
  close(): Promise<void>;
}

/** An empty database, on the server of DATABASE_URL where there is one, else on one that the test file starts. */
export async function openDatabase(): Promise<TestStore> {
  postgres ??= fromEnvironment("DATABASE_URL") ?? startTemporary(startOwnPostgres);
  return createDatabase((await postgres).url);
}

/** A Redis, the one of REDIS_URL where there is one, else one that the test file starts. Others may use it too. */
export async function openRedis(): Promise<TestStore> {
  redis ??= fromEnvironment("REDIS_URL") ?? startTemporary(startOwnRedis);
  return { url: (await redis).url, close: () => Promise.resolve() };
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

let postgres: Promise<Server> | undefined;
let redis: Promise<Server> | undefined;
afterAll(async () => {
  await (await postgres)?.stop();
  await (await redis)?.stop();
});

function fromEnvironment(name: string): Promise<Server> | undefined {
  const url = process.env[name];
  return url === undefined ? undefined : Promise.resolve({ url, stop: () => Promise.resolve() });
}

async function startOwnPostgres(folder: string): Promise<Server> {
  const { postgres: port } = await findFreePorts("127.0.0.1");
  return startPostgres({ folder, host: "127.0.0.1", port, password: randomBytes(12).toString("hex") });
}

async function startOwnRedis(folder: string): Promise<Server> {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  const { redis: port } = await findFreePorts("127.0.0.1");
  const { command } = setUp.parts.redisServer;
  return startRedis({ command, folder, host: "127.0.0.1", port, password: randomBytes(12).toString("hex") });
}

async function startTemporary(start: (folder: string) => Promise<Server>): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "fivenines-storage-"));
  const server = await start(folder);
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function createDatabase(serverUrl: string): Promise<TestStore> {
  const name = `storage_test_${randomBytes(6).toString("hex")}`;
  await runOn(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, close: () => runOn(serverUrl, `drop database ${name} with (force)`) };
}

async function runOn(serverUrl: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
