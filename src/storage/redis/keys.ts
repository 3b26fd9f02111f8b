import type { TenantId } from "../../ids.ts";

/** All Redis keys of one tenant's cell. The tenant comes first and in braces, so that one cluster slot holds them all. */
export interface CellKeys {
  /** Hashes: id → JSON. */
  readonly agents: string;
  readonly calls: string;
  readonly waiting: string;
  readonly reservations: string;
  readonly records: string;
  /** Streams of JSON under the field `entry`. */
  readonly explanations: string;
  readonly events: string;
  /** Hash: which save was applied last, so that one sent again is not applied again. */
  readonly lastSave: string;
}

export function cellKeys(tenant: TenantId): CellKeys {
  const key = (name: string) => `{${tenant}}:${name}`;
  return {
    agents: key("agents"),
    calls: key("calls"),
    waiting: key("waiting"),
    reservations: key("reservations"),
    records: key("records"),
    explanations: key("explanations"),
    events: key("events"),
    lastSave: key("last-save"),
  };
}

/** Hash: contact → binding as JSON. SIP user names are unique on the whole platform, so no tenant stands before them. */
export function bindingsKey(username: string): string {
  return `{platform}:bindings:${username}`;
}

/** Sorted set: SIP user name, scored by when its last binding expires (epoch milliseconds). */
export const registeredKey = "{platform}:registered";
