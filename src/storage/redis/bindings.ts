import type { Redis } from "ioredis";
import { z } from "zod";
import type { Log } from "../../dispatch/index.ts";
import { readEntries } from "./entries.ts";
import { bindingsKey, registeredKey } from "./keys.ts";
import { scriptFrom } from "./script.ts";

/** One registered contact of one SIP user (RFC 3261 §10). */
export const RegisteredContact = z.object({
  contact: z.string().min(1),
  receivedFrom: z.object({ address: z.string(), port: z.int(), protocol: z.enum(["udp", "tcp", "tls"]) }),
  callId: z.string(),
  cseq: z.int(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
  userAgent: z.string(),
});
export type RegisteredContact = z.infer<typeof RegisteredContact>;

export interface BindingsOptions {
  readonly redis: Redis;
  readonly log: Log;
  /** `now` in epoch milliseconds. */
  readonly clock: { now(): number };
}

/** Where devices are registered. A binding past its time is as good as removed. */
export interface RedisBindings {
  /** Adds the binding, or replaces the one with the same `contact`. */
  put(username: string, binding: RegisteredContact): Promise<void>;
  /** Removes the binding with exactly that `contact`; none is fine. */
  remove(username: string, contact: string): Promise<void>;
  list(username: string): Promise<readonly RegisteredContact[]>;
  /** Every binding of everyone. */
  all(): Promise<readonly { readonly username: string; readonly binding: RegisteredContact }[]>;
}

const putBinding = scriptFrom("put-binding.lua");

export function redisBindings({ redis, log, clock }: BindingsOptions): RedisBindings {
  const list = async (username: string) => {
    const hash = await redis.hgetall(bindingsKey(username));
    const now = clock.now();
    return readEntries(hash, RegisteredContact, log, { username, kind: "binding" }).filter(
      ({ expiresAt }) => expiresAt > now,
    );
  };
  return {
    list,
    put: async (username, binding) => {
      const entry = JSON.stringify(binding);
      // The index first: should the connection break between, it names too many, never too few.
      await Promise.all([
        redis.zadd(registeredKey, "GT", String(binding.expiresAt), username),
        putBinding(redis, [bindingsKey(username)], [binding.contact, entry, clock.now()]),
      ]);
    },
    remove: async (username, contact) => {
      await redis.hdel(bindingsKey(username), contact);
    },
    all: async () => {
      const now = clock.now();
      await redis.zremrangebyscore(registeredKey, "-inf", String(now));
      const usernames = await redis.zrange(registeredKey, "0", "-1");
      const lists = await Promise.all(
        usernames.map(async (username) => (await list(username)).map((binding) => ({ username, binding }))),
      );
      return lists.flat();
    },
  };
}
