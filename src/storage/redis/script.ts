import { readFileSync } from "node:fs";
import type { Redis } from "ioredis";

/** A Lua script with its arguments; resolves to the text it returns. */
export type Script = (
  redis: Redis,
  keys: readonly string[],
  args: readonly (string | number)[],
) => Promise<string>;

/**
 * Reads a script that stands beside this file. It is always sent whole: Redis keeps it compiled all the same, and runs
 * stay in the order they were sent even when a restarted Redis has forgotten it.
 */
export function scriptFrom(file: string): Script {
  const text = readFileSync(new URL(file, import.meta.url), "utf8");
  return async (redis, keys, args) => {
    const answer = await redis.eval(text, keys.length, ...keys, ...args);
    return String(answer);
  };
}
