import type { Log, Offer, OfferResult } from "../../dispatch/index.ts";
import type { LegId, ReservationId } from "../../ids.ts";
import { agentLegOf, newAgentLeg } from "./agent-leg.ts";
import { AriUnavailable } from "./ari/requests.ts";
import type { Ari } from "./ari/resources.ts";
import { q850CauseOf, type Unanswered } from "./causes.ts";
import { type LegSeen, type OfferCommand, type OfferEvent, type OfferLife, stepOffer } from "./offer-life.ts";

/** The routing core ends the ringing itself; Asterisk does so only if that never comes. */
const safetySeconds = 2;

export interface OffersOptions {
  /** Asks at once or not at all: what is lost with the connection is made good by `reconcile`. */
  readonly ari: Ari;
  /** Outlasts a short loss of the connection. */
  readonly patientAri: Ari;
  /** `host:port` at which Asterisk reaches the SIP server. */
  readonly sipServerAddress: string;
  readonly log: Log;
  /** The leg of an answered offer has ended. */
  readonly onEnded: (leg: LegId) => void;
}

/** Agent legs from the offer on, by reservation. A leg we never heard of is answered with false. */
export interface Offers {
  offer(offer: Offer, onRinging?: () => void): Promise<OfferResult>;
  withdraw(reservation: ReservationId): Promise<void>;
  entered(leg: LegId): boolean;
  /** The device says that it rings. */
  ringing(leg: LegId): void;
  up(leg: LegId): void;
  /** The leg has left the application; why is told later, by its end. */
  left(leg: LegId): void;
  gone(leg: LegId, outcome: Unanswered): void;
  knows(leg: LegId): boolean;
  legs(): readonly LegId[];
  /** Compares a leg with what Asterisk holds of it. */
  reconcile(leg: LegId, seen: LegSeen): void;
}

interface Entry {
  readonly offer: Offer;
  readonly leg: LegId;
  readonly result: Promise<OfferResult>;
  readonly resolve: (result: OfferResult) => void;
  readonly onRinging: (() => void) | undefined;
  life: OfferLife;
  /** The request to ring the leg went down with the connection. */
  dialLost: boolean;
}

export function trackOffers(options: OffersOptions): Offers {
  const { ari, patientAri, log } = options;
  const entries = new Map<LegId, Entry>();

  function tell(entry: Entry, event: OfferEvent): void {
    const [next, commands] = stepOffer(entry.life, event);
    entry.life = next;
    for (const command of commands) obey(entry, command);
    const isGone = event.type === "gone" || (event.type === "seen" && event.leg === "absent");
    if (next === "over" && isGone) entries.delete(entry.leg);
  }

  function obey(entry: Entry, command: OfferCommand): void {
    const { leg } = entry;
    switch (command.do) {
      case "create":
        return watch(entry, create(entry));
      case "dial":
        return watch(entry, dial(entry));
      case "hang-up":
        return watch(entry, hangUp(entry));
      case "resolve":
        return entry.resolve(
          command.outcome === "answered" ? { outcome: "answered", leg } : { outcome: command.outcome },
        );
      case "report-ended":
        return options.onEnded(leg);
    }
  }

  async function create(entry: Entry): Promise<void> {
    const made = await ari.create(newAgentLeg(entry.offer, options.sipServerAddress));
    if (made === "refused") tell(entry, { type: "refused" });
    // Made by the process before ours: its events have been and gone.
    if (made === "exists") tell(entry, { type: "seen", leg: legSeen(await ari.channelState(entry.leg)) });
  }

  async function dial(entry: Entry): Promise<void> {
    entry.dialLost = false;
    try {
      const dialled = await ari.dial(entry.leg, entry.offer.ringForSeconds + safetySeconds);
      if (dialled === "refused") tell(entry, { type: "refused" });
    } catch (error) {
      entry.dialLost = true;
      throw error;
    }
  }

  async function hangUp(entry: Entry): Promise<void> {
    const done = await patientAri.hangUp(entry.leg, q850CauseOf("normal"));
    // Ended before it was made, or already ended: no event will follow.
    if (done === "gone" && entry.life === "over") entries.delete(entry.leg);
  }

  /** A request that is lost with the connection is taken up by `reconcile`; any other failure ends the offer. */
  function watch(entry: Entry, work: Promise<void>): void {
    work.catch((error: unknown) => {
      log.warn({ call: entry.offer.call, leg: entry.leg, error }, "an offer could not be carried on");
      if (!(error instanceof AriUnavailable) && entry.life !== "over") tell(entry, { type: "refused" });
    });
  }

  function tellLeg(leg: LegId, event: OfferEvent): boolean {
    const entry = entries.get(leg);
    if (entry !== undefined) tell(entry, event);
    return entry !== undefined;
  }

  return {
    offer: (offer, onRinging) => {
      const leg = agentLegOf(offer.reservation);
      const known = entries.get(leg);
      if (known !== undefined) return known.result;
      const { promise: result, resolve } = Promise.withResolvers<OfferResult>();
      const entry: Entry = {
        offer,
        leg,
        result,
        resolve,
        onRinging,
        life: "creating",
        dialLost: false,
      };
      entries.set(leg, entry);
      watch(entry, create(entry));
      return result;
    },
    withdraw: async (reservation) => {
      const leg = agentLegOf(reservation);
      // Not ours: perhaps the process before ours rang it.
      if (!tellLeg(leg, { type: "withdrawn" })) await patientAri.hangUp(leg, q850CauseOf("normal"));
    },
    entered: (leg) => tellLeg(leg, { type: "entered" }),
    ringing: (leg) => entries.get(leg)?.onRinging?.(),
    up: (leg) => void tellLeg(leg, { type: "up" }),
    left: (leg) => {
      if (entries.get(leg)?.life === "answered") tellLeg(leg, { type: "gone", outcome: "unreachable" });
    },
    gone: (leg, outcome) => void tellLeg(leg, { type: "gone", outcome }),
    knows: (leg) => entries.has(leg),
    legs: () => [...entries.keys()],
    reconcile: (leg, seen) => {
      const entry = entries.get(leg);
      if (entry === undefined) return;
      const isDialled = entry.life === "ringing" && !entry.dialLost;
      tell(entry, { type: "seen", leg: isDialled && seen === "down" ? "ringing" : seen });
    },
  };
}

/** What an Asterisk channel state means for a leg we ring. */
export function legSeen(channelState: string | undefined): LegSeen {
  if (channelState === undefined) return "absent";
  if (channelState === "Up") return "up";
  return channelState === "Down" || channelState === "Rsrvd" ? "down" : "ringing";
}
