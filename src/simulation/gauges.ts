import { meanRate } from "./arrivals.ts";
import type { CallersOfClass } from "./callers.ts";
import type { CallerClass, Gauge, Scenario } from "./scenario.ts";
import type { Columns, Tally } from "./tally.ts";

/** Callers who are counted together: those of a class, or all. */
interface Crowd {
  /** Calls, and ends of conversations, that are due in a millisecond. */
  readonly callsPerMs: number;
  goodbyesPerMs: number;
  onTheLine: number;
}

/** A gauge at work, and what is due of it in a millisecond as things are. */
interface Dial {
  readonly gauge: Gauge;
  /** Its columns. */
  readonly beyondDue: number;
  readonly changed: number;
  duePerMs: number;
}

/** Follows the scenario's gauges. Throws for callers of whom nobody can say what is due. */
export class Gauges {
  readonly #dials: readonly Dial[];
  readonly #tally: Tally;
  readonly #all: Crowd;
  readonly #classes: readonly Crowd[];
  /** By class: ends due of one conversation. */
  readonly #goodbyesPerMs: readonly number[];
  #since: number;

  constructor({ callers, gauges = [], beginsAt = 0 }: Scenario, columns: Columns, tally: Tally) {
    this.#since = beginsAt;
    this.#tally = tally;
    this.#dials = gauges.map((gauge, nth) => ({
      gauge,
      beyondDue: columns.ofGauge(nth, "beyondDue"),
      changed: columns.ofGauge(nth, "changed"),
      duePerMs: 0,
    }));
    const followed = gauges.length === 0 ? [] : callers;
    this.#goodbyesPerMs = followed.map(goodbyesPerMs);
    this.#classes = followed.map((rules) => crowd(callsPerMs(rules)));
    this.#all = crowd(sum(this.#classes.map((of) => of.callsPerMs)));
    this.#readDue();
  }

  /** Counts what was due up to this moment. */
  bringUpTo(at: number): void {
    const ms = at - this.#since;
    this.#since = at;
    for (const { beyondDue, duePerMs } of this.#dials) this.#tally.add(beyondDue, -duePerMs * ms);
  }

  /** Somebody calls, and may find no trunk. */
  called(of: CallersOfClass): void {
    for (const { gauge, beyondDue } of this.#dials)
      this.#tally.add(beyondDue, rise(gauge, this.#crowd(gauge, of)));
  }

  entered(of: CallersOfClass): void {
    for (const { gauge, changed } of this.#dials)
      this.#tally.add(changed, rise(gauge, this.#crowd(gauge, of)));
    this.#move(of, 1, 0);
  }

  connected(of: CallersOfClass): void {
    this.#move(of, 0, 1);
  }

  /** A conversation is over. */
  ended(of: CallersOfClass): void {
    for (const { gauge, beyondDue } of this.#dials)
      this.#tally.add(beyondDue, fall(gauge, this.#crowd(gauge, of)));
    this.#leave(of, -1);
  }

  /** Somebody leaves who was not served. */
  lost(of: CallersOfClass): void {
    this.#leave(of, 0);
  }

  #leave(of: CallersOfClass, conversations: number): void {
    for (const { gauge, changed } of this.#dials)
      this.#tally.add(changed, fall(gauge, this.#crowd(gauge, of)));
    this.#move(of, -1, conversations);
  }

  #crowd({ of }: Gauge, { number }: CallersOfClass): Crowd {
    return of === "centre" ? this.#all : (this.#classes[number] ?? this.#all);
  }

  #move({ number }: CallersOfClass, callers: number, conversations: number): void {
    const crowd = this.#classes[number];
    if (crowd === undefined) return;
    crowd.onTheLine += callers;
    this.#all.onTheLine += callers;
    const goodbyesPerMs = conversations * (this.#goodbyesPerMs[number] ?? 0);
    crowd.goodbyesPerMs += goodbyesPerMs;
    this.#all.goodbyesPerMs += goodbyesPerMs;
    this.#readDue();
  }

  #readDue(): void {
    for (const dial of this.#dials) {
      const { gauge } = dial;
      dial.duePerMs = 0;
      for (const crowd of gauge.of === "centre" ? [this.#all] : this.#classes)
        dial.duePerMs += crowd.callsPerMs * rise(gauge, crowd) + crowd.goodbyesPerMs * fall(gauge, crowd);
    }
  }
}

/** What one caller more would do to the gauge. */
function rise({ reading }: Gauge, { onTheLine }: Crowd): number {
  return reading(onTheLine + 1) - reading(onTheLine);
}

/** What one caller less would do. */
function fall({ reading }: Gauge, { onTheLine }: Crowd): number {
  return onTheLine === 0 ? 0 : reading(onTheLine - 1) - reading(onTheLine);
}

function crowd(callsPerMs: number): Crowd {
  return { callsPerMs, goodbyesPerMs: 0, onTheLine: 0 };
}

function callsPerMs({ name, arrivals }: CallerClass): number {
  if (arrivals.by !== "rate") throw new Error(`${name} do not come at a steady rate`);
  return meanRate(arrivals) / 1000;
}

function goodbyesPerMs({ name, service, serviceBy }: CallerClass): number {
  if (service.is !== "exponential" || serviceBy !== undefined)
    throw new Error(`how long ${name} talk is not exponential`);
  return 1 / service.meanMs;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
