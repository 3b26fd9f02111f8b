import type { Redis } from "ioredis";
import type { Change, Changes, LiveStore, Log, SavedCell } from "../../dispatch/index.ts";
import type { TenantId } from "../../ids.ts";
import { readEntries } from "./entries.ts";
import { type CellKeys, cellKeys } from "./keys.ts";
import { scriptFrom } from "./script.ts";
import { agentShape, CallRecordShape, CallShape, ReservationShape, WaitingCallShape } from "./shapes.ts";

export interface LiveStoreOptions {
  readonly redis: Redis;
  readonly log: Log;
  /** Names this process among all that ever save; unlike any before it. */
  readonly writer: string;
  /** About how many events and how many explanations are kept for each tenant. */
  readonly streamLength?: number;
}

const saveCell = scriptFrom("save-cell.lua");

/**
 * The live state in Redis. One save is one round trip; saves of a tenant take effect in the order they are made, each
 * once, even when the connection breaks between.
 */
export function redisLiveStore({ redis, log, writer, streamLength = 10_000 }: LiveStoreOptions): LiveStore {
  const sequences = new Map<TenantId, number>();
  const nextOf = (tenant: TenantId): number => {
    const next = (sequences.get(tenant) ?? 0) + 1;
    sequences.set(tenant, next);
    return next;
  };
  return {
    load: (tenant) => load(redis, tenant, log),
    save: (tenant, changes) =>
      saveCell(redis, keyList(cellKeys(tenant)), [
        writer,
        nextOf(tenant),
        streamLength,
        ...operationsOf(changes),
      ]),
    forgetRecord: async (tenant, call) => {
      await redis.hdel(cellKeys(tenant).records, call);
    },
  };
}

async function load(redis: Redis, tenant: TenantId, log: Log): Promise<SavedCell> {
  const keys = cellKeys(tenant);
  const read = (key: string) => redis.hgetall(key);
  const [agents, calls, waiting, reservations, records] = await Promise.all([
    read(keys.agents),
    read(keys.calls),
    read(keys.waiting),
    read(keys.reservations),
    read(keys.records),
  ]);
  const where = (kind: string) => ({ tenant, kind });
  return {
    agents: readEntries(agents, agentShape(tenant), log, where("agent")),
    calls: readEntries(calls, CallShape, log, where("call")),
    waiting: readEntries(waiting, WaitingCallShape, log, where("waiting call")),
    reservations: readEntries(reservations, ReservationShape, log, where("reservation")),
    records: readEntries(records, CallRecordShape, log, where("record")),
  };
}

/** The order in which `save-cell.lua` takes its keys; operations name them by their place, from 1. */
const order = [
  "lastSave",
  "events",
  "agents",
  "calls",
  "waiting",
  "reservations",
  "records",
  "explanations",
] as const satisfies readonly (keyof CellKeys)[];

function keyList(keys: CellKeys): readonly string[] {
  return order.map((name) => keys[name]);
}

function operationsOf(changes: Changes): readonly string[] {
  return [
    ...changes.agents.flatMap((change) => putOrDrop("agents", change)),
    ...changes.calls.flatMap((change) => putOrDrop("calls", change)),
    ...changes.waiting.flatMap((change) => putOrDrop("waiting", change)),
    ...changes.reservations.flatMap((change) => putOrDrop("reservations", change)),
    ...changes.records.flatMap((record) => putOrDrop("records", { key: record.call, value: record })),
    ...changes.explanations.flatMap((explanation) => append("explanations", explanation)),
    ...changes.events.flatMap((event) => append("events", event)),
  ];
}

type Place = (typeof order)[number];

function placeOf(place: Place): string {
  return String(order.indexOf(place) + 1);
}

function putOrDrop(place: Place, { key, value }: Change<string, unknown>): readonly string[] {
  if (value === undefined) return ["drop", placeOf(place), key, ""];
  return ["put", placeOf(place), key, JSON.stringify(value)];
}

function append(place: Place, entry: unknown): readonly string[] {
  return ["log", placeOf(place), "entry", JSON.stringify(entry)];
}
