import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startChild } from "./child.ts";
import { askTcp } from "./probes.ts";
import type { Service } from "./service.ts";

/** Where and how Redis runs. */
export interface RedisOptions {
  /** The program's path. */
  readonly command: string;
  /** The instance's folder; Redis writes below it. */
  readonly folder: string;
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

/** A running Redis and how to reach it. */
export interface Redis extends Service {
  /** redis://:password@host:port/0 */
  readonly url: string;
}

/** Starts a Redis that keeps what it is told: every change is on disk within a second. */
export async function startRedis(options: RedisOptions): Promise<Redis> {
  const { command, folder, host, port, password } = options;
  const dataFolder = join(folder, "redis");
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  const settings = join(folder, "redis.conf");
  // By file and not by argument, for arguments are open to every user of the machine.
  await writeFile(settings, renderRedisConf({ ...options, dataFolder }), { mode: 0o600 });
  const service = await startChild(
    { name: "redis", command, args: [settings], logFile: join(folder, "log/redis.log"), cwd: dataFolder },
    { probe: () => answersPing(host, port, password), withinMs: 15_000 },
  );
  return { ...service, url: `redis://:${password}@${host}:${port}/0` };
}

/** The text of redis.conf. */
export function renderRedisConf(
  options: Omit<RedisOptions, "command" | "folder"> & { dataFolder: string },
): string {
  return [
    `bind ${options.host}`,
    `port ${options.port}`,
    `requirepass ${options.password}`,
    `dir "${options.dataFolder}"`,
    'save ""',
    "appendonly yes",
    "appendfsync everysec",
    "daemonize no",
    'logfile ""',
    "",
  ].join("\n");
}

async function answersPing(host: string, port: number, password: string): Promise<boolean> {
  const answer = await askTcp(host, port, `AUTH ${password}\r\nPING\r\n`);
  return answer.toString("latin1").startsWith("+OK");
}
