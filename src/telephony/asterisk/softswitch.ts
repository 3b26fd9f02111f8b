import type { Log, Switch, SwitchEvent } from "../../dispatch/index.ts";
import type { LegId } from "../../ids.ts";
import type { Utterance } from "../../ivr/index.ts";
import { openConnection } from "./ari/connection.ts";
import { withPatience } from "./ari/patience.ts";
import { type Ari, ariOver, type Request } from "./ari/resources.ts";
import { trackBridges } from "./bridges.ts";
import { trackCallers } from "./callers.ts";
import { q850CauseOf } from "./causes.ts";
import { followEvents } from "./follow-events.ts";
import { shutGate } from "./gate.ts";
import { legSeen, trackOffers } from "./offers.ts";
import { trackPlaybacks } from "./playbacks.ts";
import { followPresence } from "./presence.ts";
import type { Beliefs } from "./takeover.ts";

export interface SoftswitchOptions {
  /** Where Asterisk's WebSocket is awaited, on path /ari; port 0 takes a free one. */
  readonly host: string;
  readonly port: number;
  /** What Asterisk shows on connecting. */
  readonly username: string;
  readonly password: string;
  /** The Stasis application that Asterisk serves us. */
  readonly application: string;
  /** `host:port` at which Asterisk reaches the SIP server. */
  readonly sipServerAddress: string;
  /** Absolute path of a prompt on Asterisk's machine, without its extension. */
  readonly mediaFor: (utterance: Utterance) => string;
  readonly log: Log;
}

/** One Asterisk 22, by ARI over the WebSocket that it keeps open to us. */
export interface Softswitch extends Switch {
  /** The port Asterisk is awaited on. */
  readonly port: number;
  /** Tells the listener of every event from now on. Returns the cancellation. */
  onEvent(listener: (event: SwitchEvent) => void): () => void;
  /** Whether Asterisk is connected and we agree with it about what it holds. */
  connected(): boolean;
  whenConnected(): Promise<void>;
  /** Leaves Asterisk. Its calls stay where they are, for the process that follows. */
  stop(): Promise<void>;
}

/** Longer than Asterisk ever takes for an answer; a longer silence is a fault. */
const requestTimeoutMs = 5_000;
/** How long a request outlasts a lost connection: Asterisk comes back in a quarter of a second, or anew in a few. */
const patienceMs = 8_000;

/** Awaits Asterisk. Resolves when the port is open, before Asterisk has connected; rejects when the port is taken. */
export async function startSoftswitch(options: SoftswitchOptions): Promise<Softswitch> {
  const { log, application } = options;
  const gate = shutGate();
  const listeners = new Set<(event: SwitchEvent) => void>();
  const emit = (event: SwitchEvent): void => {
    for (const listener of listeners) listener(event);
  };

  // The connection speaks only once it is open, by when all who follow it are there.
  const request: Request = (method, uri, body) => connection.request(method, uri, body);
  const ari = ariOver(request, application);
  const patientAri = ariOver(
    withPatience(request, () => gate.whenOpen(), patienceMs),
    application,
  );

  const onEnded = (leg: LegId): void => {
    playbacks.legEnded(leg);
    bridges.legEnded(leg);
    emit({ type: "leg-ended", leg });
  };
  const playbacks = trackPlaybacks(patientAri, log);
  const bridges = trackBridges(patientAri, log);
  const callers = trackCallers({
    onArrived: (leg, call) => emit({ type: "caller-arrived", call, leg }),
    onEnded,
  });
  const offers = trackOffers({ ...options, ari, patientAri, onEnded });

  const beliefs: Beliefs = {
    legs: () => [...callers.legs(), ...offers.legs()],
    seen: (leg, state) => {
      if (state === undefined) callers.left(leg);
      offers.reconcile(leg, legSeen(state));
    },
    arrived: (leg, call) => callers.arrived(leg, call),
    knowsLeg: (leg) => callers.knows(leg) || offers.knows(leg),
    knowsBridge: (bridge) => bridges.knows(bridge),
  };
  const presence = followPresence({
    ari,
    patientAri,
    beliefs,
    playbacks,
    gate,
    log,
    startOver: () => connection.drop(),
  });
  const onEvent = followEvents({
    callers,
    offers,
    playbacks,
    onRegistered: () => presence.registered(),
    onDigit: (leg, digit) => emit({ type: "digit-pressed", leg, digit }),
    onStranger: (leg) => dismiss(leg, patientAri, log),
  });
  const connection = await openConnection({
    ...options,
    requestTimeoutMs,
    onEvent,
    onLost: () => presence.lost(),
  });

  return {
    ...legOperations(patientAri),
    port: connection.port,
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connected: () => gate.isOpen(),
    whenConnected: () => gate.whenOpen(),
    play: (leg, playback, utterances) => playbacks.play(leg, playback, utterances.map(options.mediaFor)),
    stopPlaying: (playback) => playbacks.stop(playback),
    offer: (offer, onRinging) => offers.offer(offer, onRinging),
    withdraw: (reservation) => offers.withdraw(reservation),
    bridge: async (call, caller, agent) => {
      // Asterisk takes them in this order, so nothing the caller heard before holds the joining up.
      const quiet = Promise.all([playbacks.stopOn(caller), patientAri.stopMusic(caller)]);
      const [joined] = await Promise.all([bridges.join(call, [caller, agent]), quiet]);
      return joined;
    },
    stop: async () => {
      presence.lost();
      await connection.stop();
    },
  };
}

/** What is one request to Asterisk and no more. A leg already gone counts as success. */
function legOperations(ari: Ari): Pick<Switch, "answer" | "startMusic" | "stopMusic" | "hangUp"> {
  return {
    answer: async (leg) => {
      await ari.answer(leg);
    },
    startMusic: async (leg) => {
      await ari.startMusic(leg);
    },
    stopMusic: async (leg) => {
      await ari.stopMusic(leg);
    },
    hangUp: async (leg, cause) => {
      await ari.hangUp(leg, q850CauseOf(cause));
    },
  };
}

/** Ends a leg that nobody here asked for, such as one that a process before ours had begun to ring. */
function dismiss(leg: LegId, ari: Ari, log: Log): void {
  log.warn({ leg }, "a leg that nobody knows has entered: ending it");
  ari.hangUp(leg, q850CauseOf("failure")).catch((error: unknown) => {
    log.warn({ leg, error }, "a leg that nobody knows could not be ended");
  });
}
