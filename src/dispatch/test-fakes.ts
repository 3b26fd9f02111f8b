import type { CallRecord } from "../calls/index.ts";
import type { LegId, ReservationId } from "../ids.ts";
import type { Clock, History, LiveStore, Log, Offer, OfferResult, Switch } from "./ports.ts";
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
  endOffer(reservation: ReservationId, result: OfferResult): void;
} {
  const asked: string[] = [];
  const ringing = new Map<ReservationId, (result: OfferResult) => void>();
  const note = async (...words: readonly string[]) => void asked.push(words.join(" "));
  return {
    asked,
    answer: (leg) => note("answer", leg),
    play: async (leg, playback) => {
      await note("play", leg, playback);
      return "finished";
    },
    stopPlaying: (playback) => note("stop-playing", playback),
    startMusic: (leg) => note("start-music", leg),
    stopMusic: (leg) => note("stop-music", leg),
    offer: (offer: Offer, onRinging) => {
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

/** Keeps each save; waits or fails when told to. */
export function recordingStore(saved: SavedCell = nothingSaved): LiveStore & {
  readonly saves: Changes[];
  readonly forgotten: string[];
  before: () => Promise<void>;
} {
  const store = {
    saves: [] as Changes[],
    forgotten: [] as string[],
    before: async () => undefined as void,
    load: async () => saved,
    async save(_: unknown, changes: Changes) {
      await store.before();
      store.saves.push(changes);
      return String(store.saves.length);
    },
    async forgetRecord(_: unknown, call: string) {
      store.forgotten.push(call);
    },
  };
  return store;
}

/** Keeps each record; rejects as often as told to. */
export function recordingHistory(): History & { readonly written: CallRecord[]; failures: number } {
  const history = {
    written: [] as CallRecord[],
    failures: 0,
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

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };
