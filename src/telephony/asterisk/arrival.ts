import { CallId } from "../../ids.ts";

/** Why a leg has entered the application. */
export type Arrival =
  | { readonly as: "caller"; readonly call: CallId }
  /** We made it ourselves, to ring an agent. */
  | { readonly as: "agent" }
  | { readonly as: "stranger" };

/** Reads the arguments with which a leg enters: a caller's is the id of its call, an agent's begins with `agent`. */
export function arrivalOf(args: readonly string[]): Arrival {
  const [first = ""] = args;
  if (first === "agent") return { as: "agent" };
  return /^c[0-9a-f]{32}$/.test(first) ? { as: "caller", call: CallId(first) } : { as: "stranger" };
}
