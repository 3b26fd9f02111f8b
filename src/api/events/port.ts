import type { Tokens } from "../access/index.ts";
import type { FeedLimits } from "../limits.ts";
import type { Overview } from "../overview.ts";

/** What the live feed needs. */
export interface FeedNeeds {
  readonly overview: Overview;
  readonly tokens: Tokens;
  readonly limits: FeedLimits;
}
