import { describe, expect, it } from "vitest";
import type { AgentId, CallId } from "../../../src/ids.ts";
import {
  type Agent,
  emptyRouting,
  type RoutingEvent,
  type RoutingSnapshot,
} from "../../../src/routing/index.ts";
import type { Contestant, Heard } from "../contestant.ts";
import { drive } from "../drive.ts";
import { type Cell, cellOf } from "../population/cell.ts";
import { membersByStep } from "../population/membership.ts";
import type { Scale } from "../scale.ts";
import { World } from "../world.ts";
import { CrossScan } from "./cross-scan.ts";
import { Floor, type MatcherMaker } from "./floor.ts";
import { MemberScan } from "./member-scan.ts";

const scale: Scale = { agents: 100, skills: 20, queues: 20, waiting: 200 };
const makers: readonly (readonly [string, MatcherMaker])[] = [
  ["member scan", (ring) => new MemberScan(ring)],
  ["cross scan", (ring, agents, queues) => new CrossScan(ring, agents, queues)],
];

/** A cell in which nobody has signed in. */
function closedCell({ agents, queues, rentals }: Cell): RoutingSnapshot {
  const away = agents.map(
    (profile): Agent => ({
      ...{ profile, state: { at: "logged-out", since: 0 }, works: [], hasDevice: false },
      ...{ idleSince: 0, signedInAt: 0, busyMs: 0, answeredAt: [] },
    }),
  );
  return { ...emptyRouting, configVersion: 1, queues, rentals, agents: away };
}

interface Happening {
  readonly event: RoutingEvent;
  readonly commands: readonly Heard[];
}

/** The first so many events and what was decided of each. */
function happenings(make: MatcherMaker, count: number): readonly Happening[] {
  const cell = cellOf(scale, 1);
  const floor = new Floor(cell, closedCell(cell), make);
  const happened: Happening[] = [];
  let commands: readonly Heard[] = [];
  const listening: Contestant = {
    step: (event) => {
      const step = floor.step(event);
      commands = step.commands;
      return step;
    },
    nextDeadline: () => floor.nextDeadline(),
  };
  drive(World.of(scale, cell, 1), listening, (event) => {
    happened.push({ event, commands });
    return happened.length < count;
  });
  return happened;
}

describe.each(makers)("a floor matched by %s", (_name, make) => {
  const happened = happenings(make, 20_000);
  const decided = happened.flatMap(({ commands }) => commands);

  it("offers calls only to agents who may serve their queue", () => {
    const cell = cellOf(scale, 1);
    const members = new Map(
      cell.queues.map((queue) => [queue.id, new Set(membersByStep(cell, queue).at(-1) ?? [])]),
    );
    const queueOf = new Map(
      happened.flatMap(({ event }) => (event.type === "call-queued" ? [[event.call, event.queue]] : [])),
    );
    const offers = decided.filter((command) => command.do === "offer");
    expect(offers.length).toBeGreaterThan(2_000);
    for (const { call, agent } of offers) {
      expect(members.get(queueOf.get(call) ?? cell.queues[0]?.id ?? never())?.has(agent)).toBe(true);
    }
  });

  it("never connects an agent who is talking, nor a call twice", () => {
    const talking = new Map<CallId, AgentId>();
    const offered = new Map<CallId, AgentId>();
    const served = new Set<CallId>();
    for (const { event, commands } of happened) {
      if (event.type === "conversation-ended") talking.delete(event.call);
      for (const command of commands) {
        if (command.do === "offer") {
          expect([...talking.values()]).not.toContain(command.agent);
          offered.set(command.call, command.agent);
        }
        if (command.do !== "connect") continue;
        expect(served.has(command.call)).toBe(false);
        served.add(command.call);
        talking.set(command.call, offered.get(command.call) ?? never());
      }
    }
    expect(served.size).toBeGreaterThan(2_000);
  });

  it("keeps about as many waiting as the scale asks for", () => {
    const left = new Set<CallId>();
    const came = happened.flatMap(({ event }) => (event.type === "call-queued" ? [event.call] : []));
    for (const { event } of happened) if (event.type === "call-left") left.add(event.call);
    for (const command of decided) if (command.do === "connect") left.add(command.call);
    const waiting = came.length - left.size;
    expect(waiting).toBeGreaterThan(scale.waiting * 0.8);
    expect(waiting).toBeLessThan(scale.waiting * 1.2);
  });
});

function never(): never {
  throw new Error("it was never told");
}
