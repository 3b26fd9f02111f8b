import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import type { Log } from "../../dispatch/index.ts";

export interface ConfigWatch {
  /** Ends the watch and its connection. Safe to repeat. */
  stop(): Promise<void>;
}

export interface ConfigWatchOptions {
  readonly url: string;
  readonly log: Log;
}

const channel = "fivenines_config";
const longestPauseMs = 5_000;

/**
 * Calls `listener` after each committed configuration change, on a connection of its own. What changed must be read:
 * several changes may be told at once. When the connection breaks it is made anew for as long as it takes, and then
 * the listener is called once, since a change may have gone unheard. Resolves when it listens; rejects when the server
 * cannot be reached to begin with.
 */
export async function onConfigChanged(
  { url, log }: ConfigWatchOptions,
  listener: () => void,
): Promise<ConfigWatch> {
  const stopping = new AbortController();
  let link = await listen(url, log, listener);
  const watching = keepListening();

  async function keepListening(): Promise<void> {
    while (!stopping.signal.aborted) {
      await link.broken;
      await link.close();
      if (stopping.signal.aborted) return;
      log.warn({}, "configuration changes go unheard: the PostgreSQL connection broke");
      const renewed = await listenAgain(url, log, listener, stopping.signal);
      if (renewed === undefined) return;
      link = renewed;
      log.info({}, "configuration changes are heard again");
      listener();
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      await link.close();
      await watching;
    },
  };
}

/** One connection that listens. */
interface Link {
  /** Resolves when the connection is over, whoever ended it. */
  readonly broken: Promise<void>;
  close(): Promise<void>;
}

async function listen(url: string, log: Log, listener: () => void): Promise<Link> {
  const client = new Client({
    connectionString: url,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
    application_name: "fivenines configuration watch",
  });
  const broken = new Promise<void>((resolve) => {
    client.once("end", () => resolve());
    client.on("error", (error) => {
      log.warn({ error: error.message }, "the configuration watch's PostgreSQL connection failed");
      resolve();
    });
  });
  client.on("notification", () => listener());
  try {
    await client.connect();
    await client.query(`listen ${channel}`);
  } catch (error) {
    await quietly(client.end());
    throw error;
  }
  return { broken, close: () => quietly(client.end()) };
}

async function listenAgain(
  url: string,
  log: Log,
  listener: () => void,
  signal: AbortSignal,
): Promise<Link | undefined> {
  for (let pauseMs = 100; !signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    await quietly(pause(pauseMs, undefined, { signal }));
    if (signal.aborted) return undefined;
    const link = await listen(url, log, listener).catch(() => undefined);
    if (link !== undefined && !signal.aborted) return link;
    await link?.close();
  }
  return undefined;
}

/** For what may fail without consequence: ending what has ended, a pause cut short. */
async function quietly(work: Promise<unknown>): Promise<void> {
  await work.catch(() => undefined);
}
