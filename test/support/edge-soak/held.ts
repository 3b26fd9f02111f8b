import type { Indoors } from "./indoors.ts";

/** How much a server holds: each of its tables, and timers still to fire. */
export interface Held {
  readonly serverTransactions: number;
  readonly answerable: number;
  readonly merged: number;
  readonly clientTransactions: number;
  readonly outgoing: number;
  readonly dialogs: number;
  readonly bindings: number;
  readonly timers: number;
}

/** Counts it. */
export function heldBy({ context: { tables }, clock }: Indoors): Held {
  return {
    serverTransactions: tables.server.size,
    answerable: tables.incoming.size,
    merged: tables.merged.size,
    clientTransactions: tables.client.size,
    outgoing: tables.outgoing.size,
    dialogs: tables.dialogs.size,
    bindings: tables.bindings.size,
    timers: clock.waiting,
  };
}

/** What is left when all is over. */
export const NOTHING: Held = {
  ...{ serverTransactions: 0, answerable: 0, merged: 0, clientTransactions: 0, outgoing: 0 },
  ...{ dialogs: 0, bindings: 0, timers: 0 },
};

/** Longer than anything the server waits for. */
export const ALL_OVER_MS = 8_000_000;
