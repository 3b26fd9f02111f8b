import type { Router } from "../routing/index.ts";

/** What a simulation needs of routing: the router that serves real calls, or what stands in for it. */
export type Routing = Pick<Router, "step" | "nextDeadline" | "estimate">;
