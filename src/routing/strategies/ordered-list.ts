import type { AgentId } from "../../ids.ts";
import type { Ranker } from "./ranker.ts";

/** The place in the list, from 0; an agent listed twice counts where it comes first. The length for all others. */
export function orderedList(agents: readonly AgentId[]): Ranker {
  const places = new Map(agents.map((agent, place) => [agent, place] as const).toReversed());
  return { kind: "static", tierOf: (profile) => places.get(profile.id) ?? agents.length };
}
