import type { Ranker } from "./ranker.ts";

/** The sum of levels: whoever can do least of all else first, so that specialists and all-rounders stay free. */
export const leastSkilled: Ranker = {
  kind: "static",
  tierOf: (_profile, skills) => Object.values(skills).reduce((sum, level) => sum + level, 0),
};
