import type { Ranker } from "./ranker.ts";

/**
 * All alike: the longest idle first, as everywhere where nothing else decides. Fair to agents, and the order for which
 * waiting with several skills has an exact solution (Adan, Hurkens and Weiss 2010: FCFS with assign-longest-idle).
 */
export const longestIdle: Ranker = { kind: "static", tierOf: () => 0 };
