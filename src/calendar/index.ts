export { isOpen, type WeeklyHours, type WeeklySpan } from "./hours.ts";
export { nextChange } from "./next-change.ts";
export { isTimeZone } from "./zone.ts";
