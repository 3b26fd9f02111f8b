export type { Arrivals } from "./arrivals.ts";
export { type Control, type Measured, measured, type Ratio } from "./batch-means.ts";
export { type Distribution, exponential } from "./distribution.ts";
export type { DayProfile, LoadProfile, Weekday } from "./load-profile.ts";
export type { CallerFigures, Report, Surprise } from "./report.ts";
export type { Routing } from "./routing.ts";
export type { Answering, CallerClass, Gauge, Length, Scenario, Shift } from "./scenario.ts";
export { lengthOf, simulate, simulateOn } from "./simulate.ts";
export type { AgentCount, CallerCount } from "./tally.ts";
