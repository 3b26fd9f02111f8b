import type { Exclusion } from "../routing/index.ts";

/**
 * What became of an agent's wish to take a waiting call.
 *
 * `offered`: the agent's device rings. `no-such-agent`: neither the tenant's own nor one it rents. `not-waiting`: the
 * call is in its flow, or somebody talks to it. `offered-already`: it rings somebody else. `kept-for-another`: it waits
 * for the agent it prefers. `not-eligible`: the agent cannot serve it at its step, or the contract does not allow it
 * now. `not-free`: not ready, or with work in hand.
 */
export type ClaimOutcome =
  | "offered"
  | "no-such-call"
  | "no-such-agent"
  | "not-waiting"
  | "offered-already"
  | "kept-for-another"
  | "not-eligible"
  | "not-free";

/** Why the agent was not offered the call, in a claim's words. */
export function refusalOf(exclusion: Exclusion | undefined): ClaimOutcome {
  switch (exclusion) {
    case "other-tenant":
    case "other-medium":
    case "other-source":
    case "other-group":
    case "missing-skill":
    case "level-too-low":
    case "rental-closed":
    case "rental-cap":
      return "not-eligible";
    case "logged-out":
    case "no-device":
    case "not-ready":
    case "occupied":
    case "rung-already":
    case undefined:
      return "not-free";
  }
}
