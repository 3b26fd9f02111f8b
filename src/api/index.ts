export type { Access, Tokens } from "./access/index.ts";
export type { AgentDesk } from "./agents/port.ts";
export { buildApi } from "./app.ts";
export type { ClaimDesk } from "./calls/port.ts";
export type { Readiness } from "./health/port.ts";
export type { FeedLimits } from "./limits.ts";
export type { ApiOptions } from "./options.ts";
export type { Overview } from "./overview.ts";
export { type ListenOptions, type RunningApi, startApi } from "./server.ts";
