import type { AgentId } from "../../ids.ts";
import { type Draw, drawFrom } from "./draw.ts";
import type { Ranker } from "./ranker.ts";

/**
 * By chance, in proportion to the profiles' weights: each agent draws −ln(u) / weight and the smallest goes first.
 * Those are exponential times with the weights as rates, so the first is this agent with the probability of its
 * weight over the sum of all, and so on among the rest (Efraimidis and Spirakis 2006). An agent's u depends on the
 * moment's chance and its own id alone: who else is free does not change it.
 */
export const weightedRandom: Ranker = {
  kind: "live",
  at: (moment) => {
    const draw = drawFrom(moment.chance);
    return ({ profile }) => arrival(draw, profile.id, profile.weight ?? 1);
  },
};

function arrival(draw: Draw, agent: AgentId, weight: number): number {
  return -Math.log(draw(agent)) / weight;
}
