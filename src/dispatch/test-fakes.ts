import type { CallRecord } from "../calls/index.ts";
import type { LegId, ReservationId, TenantId } from "../ids.ts";
import type { Acquaintance } from "./last-agents.ts";
import type { Clock, DecisionLog, History, LiveStore, Offer, OfferResult, Switch } from "./ports.ts";
import type { Changes, SavedCell } from "./saved.ts";

/** Parts for unit tests of dispatch alone: faults that real parts do not show on demand. */

export const nothingSaved: SavedCell = { agents: [], calls: [], waiting: [], reservations: [], records: [] };

/** A clock that stands still until it is moved. */
export function manualClock(start = 1_000): Clock & { moveTo(at: number): void } {
  let now = start;
  let alarms: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    wakeAt(at, wake) {
      const alarm = { at, wake };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((other) => other !== alarm);
      };
    },
    moveTo(at) {
      now = at;
      const due = alarms.filter((alarm) => alarm.at <= at);
      alarms = alarms.filter((alarm) => alarm.at > at);
      for (const { wake } of due) wake();
    },
  };
}

/** Remembers what was asked, in order; offers ring until they are ended by the test. */
export function recordingSwitch(): Switch & {
  readonly asked: string[];
  readonly offers: Offer[];
  endOffer(reservation: ReservationId, result: OfferResult): void;
} {
  const asked: string[] = [];
  const offers: Offer[] = [];
  const ringing = new Map<ReservationId, (result: OfferResult) => void>();
  const note = async (...words: readonly string[]) => void asked.push(words.join(" "));
  return {
    asked,
    offers,
    answer: (leg) => note("answer", leg),
    play: async (leg, playback) => {
      await note("play", leg, playback);
      return "finished";
    },
    stopPlaying: (playback) => note("stop-playing", playback),
    startMusic: (leg) => note("start-music", leg),
    stopMusic: (leg) => note("stop-music", leg),
    offer: (offer: Offer, onRinging) => {
      offers.push(offer);
      asked.push(`offer ${offer.reservation} ${offer.agent}`);
      onRinging?.();
      return new Promise((resolve) => ringing.set(offer.reservation, resolve));
    },
    withdraw: (reservation) => note("withdraw", reservation),
    bridge: async (call, caller: LegId, agent: LegId) => {
      await note("bridge", call, caller, agent);
      return "bridged";
    },
    hangUp: (leg, cause) => note("hang-up", leg, cause),
    endOffer: (reservation, result) => ringing.get(reservation)?.(result),
  };
}

/** A save, and whose it was. */
export interface Save {
  readonly tenant: TenantId;
  readonly changes: Changes;
}

/** Keeps each save; waits or fails when told to. */
export function recordingStore(saved: (tenant: TenantId) => SavedCell = () => nothingSaved): LiveStore & {
  readonly saves: Save[];
  readonly forgotten: string[];
  before: (tenant: TenantId) => Promise<void>;
} {
  const store = {
    saves: [] as Save[],
    forgotten: [] as string[],
    before: async (_: TenantId): Promise<void> => undefined,
    load: async (tenant: TenantId) => saved(tenant),
    async save(tenant: TenantId, changes: Changes) {
      await store.before(tenant);
      store.saves.push({ tenant, changes });
      return String(store.saves.length);
    },
    async forgetRecord(_: unknown, call: string) {
      store.forgotten.push(call);
    },
  };
  return store;
}

/** Keeps each record; rejects as often as told to. Knows these acquaintances from before. */
export function recordingHistory(known: readonly Acquaintance[] = []): History & {
  readonly written: CallRecord[];
  failures: number;
} {
  const history = {
    written: [] as CallRecord[],
    failures: 0,
    lastAgents: async () => known,
    async write(_: unknown, record: CallRecord) {
      if (history.failures > 0) {
        history.failures -= 1;
        throw new Error("the database is away");
      }
      history.written.push(record);
    },
  };
  return history;
}

export const silentLog: DecisionLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
