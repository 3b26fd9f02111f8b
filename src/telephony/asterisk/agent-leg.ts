import type { Offer } from "../../dispatch/index.ts";
import { LegId, type ReservationId } from "../../ids.ts";
import type { NewLeg } from "./ari/resources.ts";

const prefix = "agent-";

/** The leg of an offer has its name before it exists, so that asking for it twice makes one leg. */
export const agentLegOf = (reservation: ReservationId): LegId => LegId(`${prefix}${reservation}`);

/** Asterisk's PJSIP endpoint that stands for our SIP server. */
const endpoint = "edge";
/** Devices cut longer names anyway. */
const longestName = 64;

/** The leg that rings an agent's devices through the SIP server. The agent sees who calls, and for which queue. */
export function newAgentLeg(offer: Offer, sipServerAddress: string): NewLeg {
  return {
    leg: agentLegOf(offer.reservation),
    endpoint: `PJSIP/${endpoint}/sip:${encodeURIComponent(offer.sipUsername)}@${sipServerAddress}`,
    arguments: `agent,${offer.reservation}`,
    variables: {
      // What the leg is connected to becomes the From of its INVITE. `i` keeps Asterisk from sending an update of it.
      "CONNECTEDLINE(num,i)": shownNumber(offer.caller),
      "CONNECTEDLINE(name,i)": shownName(offer.queueName),
      "PJSIP_HEADER(add,X-Fivenines-Call)": offer.call,
      // For the SIP server's side, which knows what devices heed.
      ...(offer.autoAnswer && { "PJSIP_HEADER(add,X-Fivenines-Auto-Answer)": "yes" }),
    },
  };
}

/** Only what may stand in a SIP URI's user part as it is (RFC 3261 §25.1). */
function shownNumber(caller: string): string {
  const allowed = caller.replaceAll(/[^0-9A-Za-z+*._-]/g, "");
  return allowed === "" ? "anonymous" : allowed;
}

/** One line of readable text. Asterisk quotes it. */
function shownName(queueName: string): string {
  const readable = queueName.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ").trim();
  return Array.from(readable).slice(0, longestName).join("");
}
