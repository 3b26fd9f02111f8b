import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Agent } from "./agent.ts";
import { exclusion } from "./eligibility.ts";
import type { WaitingCall } from "./queue.ts";
import { shortfall } from "./skills.ts";
import type { RoutingState } from "./state.ts";
import { runs } from "./test-acts.ts";
import { type Moment, offersIn, run } from "./test-run.ts";

/** In whatever happens, these faults are never found. */
function neverFound(faultsOf: (moments: readonly Moment[]) => readonly unknown[]): void {
  fc.assert(
    fc.property(runs, (acts) => {
      expect(faultsOf(run(acts))).toEqual([]);
    }),
    { numRuns: 500 },
  );
}

function atEach(faultsOf: (moment: Moment) => readonly unknown[]): void {
  neverFound((moments) => moments.flatMap(faultsOf));
}

const values = <Value>(map: ReadonlyMap<unknown, Value>): Value[] => [...map.values()];
const unoffered = (state: RoutingState): WaitingCall[] =>
  values(state.waiting).filter((call) => !call.reservation);

/** An agent has the skills that the call's queue requires. */
function canServe(state: RoutingState, { profile }: Agent, { queue }: WaitingCall): boolean {
  const requires = state.queues.get(queue)?.requires;
  return requires !== undefined && shortfall(profile.skills, requires) === undefined;
}

/** Said again in other words than the code's own, so that an error in those is seen. */
function goesBefore(one: WaitingCall, other: WaitingCall): boolean {
  if (one.priority !== other.priority) return one.priority > other.priority;
  return one.queuedAt < other.queuedAt || (one.queuedAt === other.queuedAt && one.id < other.id);
}

test("the runs made up here reach every end of an offer, both ways to give up, and every state", () => {
  const moments = fc.sample(runs, { seed: 1, numRuns: 500 }).flatMap(run);
  const seen = new Set(
    moments.flatMap(({ commands }) =>
      commands.map((command) => {
        if (command.do === "note-offer-ended") return command.outcome;
        if (command.do === "note-agent") return command.state.at;
        return command.do === "give-up" ? command.why : command.do;
      }),
    ),
  );
  const ends = ["answered", "declined", "busy", "no-answer", "unreachable", "withdrawn"];
  const states = ["logged-out", "not-ready", "ready", "reserved", "talking", "wrap-up"];
  const rest = ["maximum-wait", "no-agents", "drop-late-answer", "connect", "withdraw", "offer"];
  expect([...seen].sort()).toEqual([...ends, ...states, ...rest].sort());
});

describe("whatever happens", () => {
  test("a reservation holds one agent and one waiting call for each other, and nobody else is held", () =>
    atEach(({ after }) => {
      const held = values(after.reservations).map(({ id, call, agent }) => `${agent} ${id} ${call}`);
      const agents = [...after.agents].flatMap(([id, { state }]) =>
        state.at === "reserved" ? [`${id} ${state.reservation} ${state.call}`] : [],
      );
      const calls = values(after.waiting).flatMap(({ id, reservation }) =>
        reservation ? [`${reservation} ${id}`] : [],
      );
      const whole = new Set([...held, ...agents]).size === held.length && agents.length === held.length;
      return whole &&
        calls.length === held.length &&
        held.every((one) => calls.some((call) => one.endsWith(` ${call}`)))
        ? []
        : [{ held, agents, calls }];
    }));

  test("a call has at most one agent, and does not wait while it talks", () =>
    atEach(({ after }) => {
      const busy = values(after.agents).flatMap(({ state }) =>
        state.at === "reserved" || state.at === "talking" ? [state.call] : [],
      );
      const talking = values(after.agents).flatMap(({ state }) =>
        state.at === "talking" ? [state.call] : [],
      );
      return [
        ...busy.filter((call, index) => busy.indexOf(call) !== index),
        ...talking.filter((call) => after.waiting.has(call)),
      ];
    }));

  test("an offer is made only to an agent who was ready, with device and skills, and for a call that waits", () =>
    atEach(({ before, after, event, commands }) =>
      commands.filter((command, index) => {
        if (command.do !== "offer") return false;
        const agent = after.agents.get(command.agent);
        const call = after.waiting.get(command.call);
        const noted = commands
          .slice(0, index)
          .filter((note) => note.do === "note-agent" && note.agent === command.agent);
        const states = [
          before.agents.get(command.agent)?.state,
          ...noted.map((note) => note.do === "note-agent" && note.state),
        ];
        const last = states.at(-2);
        const wasReady = last !== undefined && last !== false && last.at === "ready";
        const waited = before.waiting.has(command.call) || event.type === "call-queued";
        return !(agent?.hasDevice && call && canServe(after, agent, call) && wasReady && waited);
      }),
    ));

  test("no call waits unoffered while an agent who could serve it is free", () =>
    atEach(({ after }) =>
      unoffered(after).filter(({ queue }) => {
        const requires = after.queues.get(queue)?.requires;
        return (
          requires === undefined ||
          values(after.agents).some((agent) => exclusion(agent, requires) === undefined)
        );
      }),
    ));

  test("nobody is offered a call while one that goes before it, and that the same agent could serve, waits unoffered", () =>
    atEach((moment) =>
      offersIn([moment]).filter(({ agent: agentId, call: callId }) => {
        const [agent, call] = [moment.after.agents.get(agentId), moment.after.waiting.get(callId)];
        if (agent === undefined || call === undefined) return true;
        return unoffered(moment.after).some(
          (other) => goesBefore(other, call) && canServe(moment.after, agent, other),
        );
      }),
    ));

  test("every reservation is made once and ends exactly once", () =>
    neverFound((moments) => {
      const made = offersIn(moments).map(({ reservation }) => reservation);
      const ended = moments.flatMap(({ commands }) =>
        commands.flatMap((command) => (command.do === "note-offer-ended" ? [command.reservation] : [])),
      );
      const standing = [...(moments.at(-1)?.after.reservations.keys() ?? [])];
      const repeated = made.filter((id, index) => made.indexOf(id) !== index);
      const accounted = [...ended, ...standing].sort();
      return JSON.stringify(accounted) === JSON.stringify([...made].sort())
        ? repeated
        : [{ made, accounted }];
    }));

  test("a call that waits keeps its age", () =>
    atEach(({ before, after }) =>
      values(after.waiting).filter(
        ({ id, queuedAt }) => (before.waiting.get(id)?.queuedAt ?? queuedAt) !== queuedAt,
      ),
    ));

  test("an agent's notes, read in order, lead to the state the agent is in", () =>
    atEach(({ before, after, commands }) =>
      values(after.agents).filter(({ profile, state }) => {
        const notes = commands
          .filter((command) => command.do === "note-agent")
          .filter(({ agent }) => agent === profile.id);
        const told = notes.at(-1)?.state ?? before.agents.get(profile.id)?.state ?? state;
        return told !== state;
      }),
    ));

  test("ready and reserved agents have a device, and only work at hand has something reserved to follow it", () =>
    atEach(({ after }) =>
      values(after.agents).filter(
        ({ state: { at }, hasDevice, breakReserved, signOutReserved, dismissed }) => {
          const canRing = hasDevice || (at !== "ready" && at !== "reserved");
          const takesBreak = breakReserved === undefined || ["reserved", "talking", "wrap-up"].includes(at);
          const signsOut = signOutReserved === undefined || at === "talking" || at === "wrap-up";
          return !(canRing && takesBreak && signsOut && (dismissed === undefined || at === "talking"));
        },
      ),
    ));

  test("a call that needs agents waits unoffered only while somebody signed in could serve it", () =>
    atEach(({ after }) =>
      unoffered(after).filter((call) => {
        const couldServe = (agent: Agent) =>
          agent.state.at !== "logged-out" && !agent.dismissed && canServe(after, agent, call);
        return call.needsAgents && !values(after.agents).some(couldServe);
      }),
    ));

  test("a conversation ends only when it is told to have ended", () =>
    atEach(({ before, after, event }) =>
      values(before.agents).filter(({ profile, state }) => {
        if (state.at !== "talking" || (event.type === "conversation-ended" && event.call === state.call))
          return false;
        return after.agents.get(profile.id)?.state !== state;
      }),
    ));

  test("a waiting call leaves only with its caller, to an agent, or by giving up", () =>
    atEach(({ before, after, event, commands }) =>
      [...before.waiting.keys()].filter((id) => {
        const told = commands.some(
          (command) => (command.do === "connect" || command.do === "give-up") && command.call === id,
        );
        return !(after.waiting.has(id) || told || (event.type === "call-left" && event.call === id));
      }),
    ));
});
