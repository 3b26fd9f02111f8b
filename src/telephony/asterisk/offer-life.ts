import type { OfferOutcome } from "../../routing/index.ts";
import type { Unanswered } from "./causes.ts";

/**
 * The life of one offer's agent leg.
 *
 *   creating ──entered──▶ ringing ──up──▶ answered ──gone──▶ over
 *      │                     │                                ▲
 *      └────── refused, gone, withdrawn ──────────────────────┘
 *
 * Exactly one transition resolves the offer. A leg that turns up after its offer is over is ended.
 */
export type OfferLife = "creating" | "ringing" | "answered" | "over";

/** What Asterisk holds of a leg when we look, after a loss of the connection: `down` is made but not yet rung. */
export type LegSeen = "absent" | "down" | "ringing" | "up";

export type OfferEvent =
  /** The leg exists and waits to be rung. */
  | { readonly type: "entered" }
  /** The leg could not be made, or not be rung. */
  | { readonly type: "refused" }
  | { readonly type: "up" }
  /** The leg is gone; how, as far as it was unanswered. */
  | { readonly type: "gone"; readonly outcome: Unanswered }
  | { readonly type: "withdrawn" }
  /** Events may have been lost: this is how things stand. */
  | { readonly type: "seen"; readonly leg: LegSeen };

export type OfferCommand =
  | { readonly do: "create" }
  | { readonly do: "dial" }
  | { readonly do: "hang-up" }
  | { readonly do: "resolve"; readonly outcome: OfferOutcome }
  /** The leg of an answered offer has ended. */
  | { readonly do: "report-ended" };

type Step = readonly [next: OfferLife, commands: readonly OfferCommand[]];

/** Moves one offer by one event. */
export function stepOffer(life: OfferLife, event: OfferEvent): Step {
  switch (life) {
    case "creating":
      return stepCreating(event);
    case "ringing":
      return stepRinging(event);
    case "answered":
      if (isGone(event)) return ["over", [{ do: "report-ended" }]];
      return [life, event.type === "withdrawn" ? [{ do: "hang-up" }] : []];
    case "over":
      return [life, isGone(event) ? [] : [{ do: "hang-up" }]];
  }
}

function stepCreating(event: OfferEvent): Step {
  if (event.type === "entered") return ["ringing", [{ do: "dial" }]];
  if (event.type !== "seen") return stepUnanswered("creating", event);
  if (event.leg === "absent") return ["creating", [{ do: "create" }]];
  return stepRinging(event);
}

function stepRinging(event: OfferEvent): Step {
  if (event.type !== "seen") return stepUnanswered("ringing", event);
  switch (event.leg) {
    case "absent":
      return ended("unreachable");
    case "down":
      return ["ringing", [{ do: "dial" }]];
    case "ringing":
      return ["ringing", []];
    case "up":
      return answered;
  }
}

function stepUnanswered(life: OfferLife, event: Exclude<OfferEvent, { type: "seen" }>): Step {
  switch (event.type) {
    case "entered":
      return [life, []];
    case "up":
      return answered;
    case "gone":
      return ended(event.outcome);
    case "refused":
      return ended("unreachable", { do: "hang-up" });
    case "withdrawn":
      return ended("withdrawn", { do: "hang-up" });
  }
}

const answered: Step = ["answered", [{ do: "resolve", outcome: "answered" }]];

const ended = (outcome: OfferOutcome, ...also: OfferCommand[]): Step => [
  "over",
  [{ do: "resolve", outcome }, ...also],
];

const isGone = (event: OfferEvent): boolean =>
  event.type === "gone" || (event.type === "seen" && event.leg === "absent");
