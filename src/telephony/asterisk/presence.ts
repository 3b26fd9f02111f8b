import type { Log } from "../../dispatch/index.ts";
import type { Ari } from "./ari/resources.ts";
import type { Gate } from "./gate.ts";
import type { Playbacks } from "./playbacks.ts";
import { type Beliefs, clearAway, takeOver } from "./takeover.ts";

/** What it takes to be of one mind with Asterisk. */
export interface PresenceOptions {
  readonly ari: Ari;
  readonly patientAri: Ari;
  readonly beliefs: Beliefs;
  readonly playbacks: Playbacks;
  /** Opened while Asterisk is connected and we agree with it about what it holds. */
  readonly gate: Gate;
  /** Gives the connection up, so that Asterisk makes a new one. */
  readonly startOver: () => void;
  readonly log: Log;
}

/** Follows the connection: registered → agreed (the gate is open) → lost → registered → … */
export interface Presence {
  /** Asterisk has connected and delivered what it had queued. */
  registered(): void;
  lost(): void;
}

export function followPresence(options: PresenceOptions): Presence {
  const { ari, patientAri, beliefs, playbacks, gate, log } = options;
  let connection = new AbortController();
  let isFirstConnection = true;

  async function agree(signal: AbortSignal): Promise<void> {
    const playing = playbacks.pending();
    const leftovers = await takeOver(ari, beliefs, isFirstConnection);
    if (signal.aborted) return;
    gate.open();
    isFirstConnection = false;
    for (const { leg, call } of leftovers.arrivals) beliefs.arrived(leg, call);
    log.info({ legs: beliefs.legs().length }, "the softswitch is ready");
    await Promise.all(playing.map((playback) => playbacks.reconcile(playback)));
    await clearAway(leftovers, { ari: patientAri, beliefs, log, signal });
  }

  return {
    registered: () => {
      const { signal } = connection;
      agree(signal).catch((error: unknown) => {
        if (signal.aborted) return;
        log.error({ error }, "could not take up with Asterisk: starting over");
        options.startOver();
      });
    },
    lost: () => {
      gate.shut();
      connection.abort();
      connection = new AbortController();
    },
  };
}
