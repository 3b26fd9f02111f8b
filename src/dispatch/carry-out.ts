import type { Log, OfferResult, Switch } from "./ports.ts";
import type { Effect } from "./turn.ts";

/** What becomes of effects, told as events of the cell. */
export interface Outcomes {
  offerFinished(reservation: Extract<Effect, { do: "offer" }>["offer"], result: OfferResult): void;
  promptsFinished(effect: Extract<Effect, { do: "play" }>): void;
  bridgeFailed(effect: Extract<Effect, { do: "bridge" }>): void;
}

/** Whether somebody's telephone waits for it. */
export function isUrgent(effect: Effect): boolean {
  return effect.do === "offer" || effect.do === "withdraw";
}

/**
 * Asks the softswitch for one effect. A softswitch that fails does not stop the centre: an offer that can't be made
 * is `unreachable`, a prompt that can't be played is skipped, legs that can't be joined end the call.
 */
export async function carryOut(
  effect: Effect,
  softswitch: Switch,
  outcomes: Outcomes,
  log: Log,
  onRinging?: () => void,
): Promise<void> {
  try {
    await ask(effect, softswitch, outcomes, onRinging);
  } catch (error) {
    log.warn({ effect: effect.do, error }, "the softswitch did not do what it was asked");
    if (effect.do === "offer") outcomes.offerFinished(effect.offer, { outcome: "unreachable" });
    if (effect.do === "play") outcomes.promptsFinished(effect);
    if (effect.do === "bridge") outcomes.bridgeFailed(effect);
  }
}

async function ask(
  effect: Effect,
  softswitch: Switch,
  outcomes: Outcomes,
  onRinging: (() => void) | undefined,
): Promise<void> {
  switch (effect.do) {
    case "answer":
      return softswitch.answer(effect.leg);
    case "play": {
      const result = await softswitch.play(effect.leg, effect.playback, effect.utterances);
      if (result !== "stopped") outcomes.promptsFinished(effect);
      return;
    }
    case "stop-playing":
      return softswitch.stopPlaying(effect.playback);
    case "start-music":
      return softswitch.startMusic(effect.leg);
    case "stop-music":
      return softswitch.stopMusic(effect.leg);
    case "offer":
      return outcomes.offerFinished(effect.offer, await softswitch.offer(effect.offer, onRinging));
    case "withdraw":
      return softswitch.withdraw(effect.reservation);
    case "bridge":
      if ((await softswitch.bridge(effect.call, effect.caller, effect.agent)) === "failed")
        outcomes.bridgeFailed(effect);
      return;
    case "hang-up":
      return softswitch.hangUp(effect.leg, effect.cause);
  }
}
