import type { Logger } from "pino";
import type { Tokens } from "./access/index.ts";
import type { AgentDesk } from "./agents/port.ts";
import type { ClaimDesk } from "./calls/port.ts";
import type { Readiness } from "./health/port.ts";
import type { FeedLimits } from "./limits.ts";
import type { Overview } from "./overview.ts";

/** What the API needs of the rest of the platform. */
export interface ApiOptions {
  readonly logger: Logger;
  readonly tokens: Tokens;
  readonly overview: Overview;
  readonly desk: AgentDesk & ClaimDesk;
  readonly readiness: Readiness;
  /** Epoch milliseconds; the system's clock unless given. */
  readonly now?: () => number;
  /** Tighter limits than the promised ones. */
  readonly limits?: Partial<FeedLimits>;
}
