import type { InputName } from "./inputs.ts";

/**
 * Why a formula has no figure to give. Closed:
 * - `not-a-number`: an input is NaN or infinite
 * - `not-whole`: a count has a fraction
 * - `out-of-range`: an input lies outside the range that `inputs.ts` gives for it
 * - `unstable`: more work comes in than the agents can do, and nobody hangs up: the queue grows for ever
 * - `unreachable`: no number of agents within the range meets the target
 */
export type WhyNot = "not-a-number" | "not-whole" | "out-of-range" | "unstable" | "unreachable";

/** A figure not given: why, and which input to look at first. */
export interface Refusal {
  readonly ok: false;
  readonly why: WhyNot;
  readonly input: InputName;
}

/** What every formula of this room returns. None throws, and no figure is ever NaN. */
export type Answer<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** A figure not given. */
export function refused(why: WhyNot, input: InputName): Refusal {
  return { ok: false, why, input };
}

/** A figure given. */
export function answered<Value>(value: Value): Answer<Value> {
  return { ok: true, value };
}
