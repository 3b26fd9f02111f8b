import { Redis } from "ioredis";
import type { Log } from "../../dispatch/index.ts";

/** The connection to Redis. */
export interface RedisLink {
  readonly redis: Redis;
  /** Whether it answers now; false after two seconds of silence. Never rejects. */
  healthy(): Promise<boolean>;
  /** Sends what is waiting, and closes. Safe to repeat. */
  stop(): Promise<void>;
}

/**
 * Connects; rejects when Redis cannot be reached within `patienceMs`: it may still be starting. Once connected, a lost connection is made anew for
 * as long as it takes, and commands wait for it: live calls outlast an outage of Redis, and what happened meanwhile is
 * written, in order, when it is back.
 */
export async function connectRedis(url: string, log: Log, patienceMs = 10_000): Promise<RedisLink> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectionName: "fivenines",
    connectTimeout: 5_000,
    keepAlive: 10_000,
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), 1_000),
    // After a failover the old master refuses writes: connect again, to the new one, and send the command there.
    reconnectOnError: (error) => (error.message.startsWith("READONLY") ? 2 : false),
  });
  try {
    await ready(redis, reportState(redis, log), patienceMs);
  } catch (error) {
    redis.disconnect();
    throw error;
  }
  return { redis, healthy: () => answers(redis), stop: () => close(redis) };
}

interface Reported {
  readonly firstReady: Promise<void>;
  /** What the client complained of last. */
  readonly lastError: () => string;
}

/** Logs each loss and each return once, however many attempts lie between. */
function reportState(redis: Redis, log: Log): Reported {
  const ready = Promise.withResolvers<void>();
  let lost = false;
  let lastError = "no answer";
  const lose = (fields: Readonly<Record<string, unknown>>, message: string) => {
    if (!lost) log.warn(fields, message);
    lost = true;
  };
  redis.on("ready", () => {
    if (lost) log.info({}, "Redis is back");
    lost = false;
    ready.resolve();
  });
  redis.on("error", (error: Error) => {
    lastError = error.message;
    lose({ error: error.message }, "Redis cannot be reached");
  });
  redis.on("reconnecting", () => lose({}, "the connection to Redis is lost"));
  return { firstReady: ready.promise, lastError: () => lastError };
}

async function ready(redis: Redis, { firstReady, lastError }: Reported, patienceMs: number): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(() => {
    late.reject(new Error(`Redis cannot be reached within ${patienceMs / 1_000} seconds: ${lastError()}`));
  }, patienceMs);
  // A failed attempt is tried again by the client itself; only the time limit ends the wait.
  redis.connect().catch(() => undefined);
  try {
    await Promise.race([firstReady, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function answers(redis: Redis): Promise<boolean> {
  if (redis.status !== "ready") return false;
  const deadline = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => deadline.resolve(false), 2_000);
  const pong = redis.ping().then(
    () => true,
    () => false,
  );
  try {
    return await Promise.race([pong, deadline.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function close(redis: Redis): Promise<void> {
  if (redis.status === "end") return;
  if (redis.status !== "ready") return redis.disconnect();
  await redis.quit().catch(() => redis.disconnect());
}
