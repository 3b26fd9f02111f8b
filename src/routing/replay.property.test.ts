import { expect, test } from "vitest";
import type { RoutingCommand } from "./command.ts";
import type { RoutingEvent } from "./event.ts";
import type { Queue } from "./queue.ts";
import { Router } from "./router.ts";
import { emptyRouting, type RoutingSnapshot } from "./snapshot.ts";
import { plainRuns, runs } from "./test-acts.ts";
import { queue } from "./test-builders.ts";
import { type Moment, run } from "./test-run.ts";
import { inAll } from "./test-story.ts";

/** Holds for every moment of every run. */
function always(holds: (moment: Moment) => void): void {
  inAll(runs, 60, (acts) => run(acts).forEach(holds));
}

/** What a cell decides from this state on. */
function decide(from: RoutingSnapshot, events: readonly RoutingEvent[]): (readonly RoutingCommand[])[] {
  const router = new Router(from);
  return events.map((event) => router.step(event).commands);
}

/** A configuration without any agents, in which a queue cannot be read: some of it is done before that is found out. */
function unreadable(at: number): RoutingEvent {
  const broken: Queue = {
    ...queue("q0"),
    get strategy(): never {
      throw new Error("unreadable");
    },
  };
  return { type: "configured", at, version: 1_000_000, queues: [broken], agents: [], rentals: [] };
}

/** Written out and read back as JSON, the entries that Redis keeps apart in whatever order. */
function reread(snapshot: RoutingSnapshot): RoutingSnapshot {
  const read: RoutingSnapshot = JSON.parse(JSON.stringify(snapshot));
  return {
    ...read,
    agents: read.agents.toReversed(),
    waiting: read.waiting.toReversed(),
    reservations: read.reservations.toReversed(),
    accounts: read.accounts.toReversed(),
    memories: read.memories.toReversed(),
  };
}

/** Whose agents a rental lends is not known when the last of them is gone: its account starts anew then. */
function withoutAccounts({ accounts: _accounts, sharedOut: _shared, ...rest }: RoutingSnapshot): unknown {
  return rest;
}

test("the same events lead to the same decisions", () =>
  inAll(runs, 50, (acts) => {
    expect(run(acts)).toEqual(run(acts));
  }));

test("a snapshot read back from JSON, in whatever order, decides the same as the uninterrupted run", () =>
  inAll(runs, 200, (acts) => {
    const all = run(acts);
    // Where a run is cut follows from its length, so that a smaller run is still cut somewhere.
    const moments = all.slice(Math.floor(all.length / 2));
    const [first] = moments;
    if (first === undefined) return;
    const events = moments.map(({ event }) => event);
    expect(decide(reread(first.before), events)).toEqual(moments.map(({ commands }) => commands));
  }));

test("a snapshot is plain JSON, and a router made from it gives the same one", () =>
  always(({ after }) => {
    expect(JSON.parse(JSON.stringify(after))).toEqual(after);
    expect(withoutAccounts(new Router(after).snapshot())).toEqual(withoutAccounts(after));
  }));

test("a snapshot once taken does not change with what follows", () =>
  inAll(runs, 50, (acts) => {
    const texts: string[] = [];
    const moments = run(acts, (_, { after }) => texts.push(JSON.stringify(after)));
    expect(moments.map(({ after }) => JSON.stringify(after))).toEqual(texts);
  }));

/** Entries by id: what is put back may come last. */
function inAnyOrder(snapshot = emptyRouting): Record<string, unknown> {
  const { waiting, reservations, ...rest } = snapshot;
  return { ...rest, ...Object.fromEntries([...waiting, ...reservations].map((entry) => [entry.id, entry])) };
}

test("a step that fails half-way leaves everything as it was", () =>
  inAll(plainRuns, 40, (acts) => {
    const moments = run(acts);
    const router = new Router();
    const commands = moments.map(({ event }) => {
      expect(() => router.step(unreadable(event.at))).toThrow("unreadable");
      return router.step(event).commands;
    });
    expect(commands).toEqual(moments.map((moment) => moment.commands));
    expect(inAnyOrder(router.snapshot())).toEqual(inAnyOrder(moments.at(-1)?.after));
  }));

test("an event told twice changes nothing the second time", () =>
  always(({ event, after, commands }) => {
    // A call that gave up no longer waits, so that queueing it again is a new wish and not a repeat.
    if (event.type === "call-queued" && commands.some(({ do: what }) => what === "give-up")) return;
    const router = new Router(after);
    const repeated = router.step(event);
    const late = commands.filter(({ do: what }) => what === "drop-late-answer");
    expect(repeated).toEqual({ commands: late, changes: [] });
    expect(withoutAccounts(router.snapshot())).toEqual(withoutAccounts(after));
  }));

test("before the next deadline no time that passes changes anything, and at the deadline something does", () =>
  always(({ event, after, deadline }) => {
    expect(new Router(after).nextDeadline()).toBe(deadline);
    const before = (deadline ?? event.at + 1_000_000) - 1;
    if (before >= event.at) {
      const router = new Router(after);
      expect(router.step({ type: "time-passed", at: before })).toEqual({ commands: [], changes: [] });
      expect(router.nextDeadline()).toBe(deadline);
    }
    if (deadline === undefined) return;
    const router = new Router(after);
    const at = Math.max(event.at, deadline);
    router.step({ type: "time-passed", at });
    expect(router.nextDeadline() ?? Number.POSITIVE_INFINITY).toBeGreaterThan(at);
  }));

test("at the next deadline something happens, but for a rental's hours that begin or end unnoticed", () =>
  always(({ event, after, deadline }) => {
    if (deadline === undefined || deadline % 60_000 === 0) return;
    const due = { type: "time-passed", at: Math.max(event.at, deadline) } as const;
    const { commands, changes } = new Router(after).step(due);
    expect([...commands, ...changes]).not.toEqual([]);
  }));
