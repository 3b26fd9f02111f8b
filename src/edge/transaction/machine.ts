import type { TimerName } from "./timers.ts";

/** What one event brings about in one state: the next state, and what to do on the way. */
export interface Step<State extends string, Action extends string> {
  readonly to: State | "terminated";
  readonly act: readonly Action[];
  readonly start: readonly TimerName[];
  readonly stop: readonly TimerName[];
}

/** A state machine as a table. An event that has no entry changes nothing: late and repeated events are normal. */
export type Machine<State extends string, Event extends string, Action extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Event | TimerName, Step<State, Action>>>>>
>;

/** One entry of such a table. */
export function go<State extends string, Action extends string>(
  to: State | "terminated",
  ...act: readonly Action[]
): Step<State, Action> {
  return { to, act, start: [], stop: [] };
}

/** The same entry, with timers to start and to stop; running timers not named go on. */
export function timed<State extends string, Action extends string>(
  step: Step<State, Action>,
  timers: { readonly start?: readonly TimerName[]; readonly stop?: readonly TimerName[] },
): Step<State, Action> {
  return { ...step, start: timers.start ?? [], stop: timers.stop ?? [] };
}

/** Which class of response the machines tell apart. */
export function responseClass(status: number): "1xx" | "2xx" | "3xx-6xx" {
  if (status < 200) return "1xx";
  return status < 300 ? "2xx" : "3xx-6xx";
}
