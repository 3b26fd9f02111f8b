import type { Log, PlaybackResult } from "../../dispatch/index.ts";
import type { LegId, PlaybackId } from "../../ids.ts";
import type { Ari } from "./ari/resources.ts";

/** What is being played to whom. One thing at a time to each leg: a new one stops the one before. */
export interface Playbacks {
  /** Media are absolute paths without extension, played one after the other. Resolves when it is over. */
  play(leg: LegId, playback: PlaybackId, media: readonly string[]): Promise<PlaybackResult>;
  stop(playback: PlaybackId): Promise<void>;
  /** Stops whatever the leg hears. */
  stopOn(leg: LegId): Promise<void>;
  /** Asterisk has finished with it; its state is `done` or `failed`. */
  finished(playback: PlaybackId, state: string): void;
  legEnded(leg: LegId): void;
  pending(): readonly PlaybackId[];
  /** Events may have been lost: settles the playback if Asterisk no longer has it. */
  reconcile(playback: PlaybackId): Promise<void>;
}

interface Entry {
  readonly leg: LegId;
  readonly result: Promise<PlaybackResult>;
  readonly resolve: (result: PlaybackResult) => void;
  stopped: boolean;
}

export function trackPlaybacks(patientAri: Ari, log: Log): Playbacks {
  const entries = new Map<PlaybackId, Entry>();

  function settle(playback: PlaybackId, result: PlaybackResult): void {
    const entry = entries.get(playback);
    entries.delete(playback);
    entry?.resolve(entry.stopped ? "stopped" : result);
  }

  async function stop(playback: PlaybackId): Promise<void> {
    const entry = entries.get(playback);
    if (entry !== undefined) entry.stopped = true;
    if ((await patientAri.stopPlayback(playback)) === "gone") settle(playback, "stopped");
  }

  async function stopOn(leg: LegId): Promise<void> {
    const heard = [...entries].filter(([, entry]) => entry.leg === leg);
    await Promise.all(heard.map(([playback]) => stop(playback)));
  }

  async function begin(leg: LegId, playback: PlaybackId, media: readonly string[]): Promise<void> {
    try {
      const [, begun] = await Promise.all([stopOn(leg), patientAri.play(leg, playback, media)]);
      if (begun === "gone") settle(playback, "failed");
    } catch (error) {
      log.warn({ leg, playback, error }, "a prompt could not be played");
      settle(playback, "failed");
    }
  }

  return {
    play: (leg, playback, media) => {
      if (media.length === 0) return Promise.resolve("finished");
      const known = entries.get(playback);
      if (known !== undefined) return known.result;
      const { promise: result, resolve } = Promise.withResolvers<PlaybackResult>();
      const begun = begin(leg, playback, media);
      entries.set(playback, { leg, result, resolve, stopped: false });
      return begun.then(() => result);
    },
    stop,
    stopOn,
    finished: (playback, state) => settle(playback, state === "failed" ? "failed" : "finished"),
    legEnded: (leg) => {
      for (const [playback, entry] of [...entries]) if (entry.leg === leg) settle(playback, "stopped");
    },
    pending: () => [...entries.keys()],
    reconcile: async (playback) => {
      if (!(await patientAri.hasPlayback(playback))) settle(playback, "finished");
    },
  };
}
