import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { oneCall } from "./capacity.ts";
import type { RoutingCommand } from "./command.ts";
import { runs } from "./test-acts.ts";
import { atEach, neverFound } from "./test-faults.ts";
import { PlainRules } from "./test-plain-rules.ts";
import { type Moment, type OfferCommand, offersIn, run } from "./test-run.ts";

/** What a command is, more closely. */
function kindOf(command: RoutingCommand): string {
  if (command.do === "note-offer-ended") return command.outcome;
  if (command.do === "note-agent") return command.state.at;
  return command.do === "give-up" || command.do === "note-overflow" ? command.why : command.do;
}

test("the runs made up here reach every end of an offer, every overflow, every step and every state", () => {
  const commands = fc
    .sample(runs, { seed: 1, numRuns: 400 })
    .flatMap((acts) => run(acts))
    .flatMap(({ commands }) => commands);
  const seen = new Set(commands.map(kindOf));
  const ends = ["answered", "declined", "busy", "no-answer", "unreachable", "withdrawn"];
  const states = ["logged-out", "not-ready", "ready", "reserved", "talking", "wrap-up"];
  const causes = ["maximum-waiting", "maximum-wait", "no-agents", "closed"];
  const rest = ["drop-late-answer", "connect", "withdraw", "offer", "note-step"];
  expect([...seen].sort()).toEqual([...ends, ...states, ...causes, ...rest].sort());
  const offers = commands.filter((command) => command.do === "offer");
  expect(offers.some(({ rental }) => rental !== undefined)).toBe(true);
  expect(new Set(offers.map(({ because }) => because.because))).toEqual(
    new Set([undefined, "preferred", "claimed"]),
  );
});

describe("whatever happens", () => {
  test("a reservation, the agent's work and the waiting call hold one another, and nothing else is held", () =>
    atEach(({ after }) => {
      const held = after.reservations.map(({ id, call, agent }) => `${id} ${call} ${agent}`);
      const worked = after.agents.flatMap(({ profile, works }) =>
        works.flatMap((work) =>
          work.at === "reserved" ? [`${work.reservation} ${work.call} ${profile.id}`] : [],
        ),
      );
      const rung = after.waiting.flatMap(({ id, reservations }) =>
        reservations.map((reservation) => `${reservation} ${id}`),
      );
      const calls = after.reservations.map(({ id, call }) => `${id} ${call}`);
      const same = (one: string[], other: string[]) => one.sort().join() === other.sort().join();
      return same(held, worked) && same(calls, rung) ? [] : [{ held, worked, rung }];
    }));

  test("an offer is made only to an agent who is signed in, ready or at work, and has a device and a free slot", () =>
    atEach((moment) =>
      offersIn([moment]).filter(({ agent: id }) => {
        const agent = moment.after.agents.find(({ profile }) => profile.id === id);
        if (agent === undefined) return true;
        const { works, profile, hasDevice, breakReserved, signOutReserved, dismissed } = agent;
        const capacity = profile.capacity ?? oneCall;
        const fits = works.every(
          ({ medium }) =>
            works.filter((work) => work.medium === medium).length <= (capacity[medium]?.slots ?? 0),
        );
        // Of all that falls due in one step, an offer not answered may come after another was made.
        const isOnBreak = breakReserved !== undefined && moment.event.type !== "time-passed";
        const stays = !isOnBreak && signOutReserved !== true && dismissed !== true;
        return !(fits && hasDevice && stays) || wasAway(moment, id);
      }),
    ));

  test("an offer is made only for a call that waits, to an agent whom its step admits", () =>
    atEach((moment) => {
      const rules = new PlainRules(moment.after, moment.event.at);
      return offersIn([moment]).filter((offer) => {
        const call = moment.after.waiting.find(({ id }) => id === offer.call);
        const [queue, agent] = [call && rules.queueOf(call), rules.agent(offer.agent)];
        if (call === undefined || queue === undefined || agent === undefined) return true;
        // A call is kept for its preferred agent whatever the step.
        const steps = offer.because.because === "preferred" ? [...queue.steps.keys()] : [call.step];
        const ways = steps.flatMap((step) => rules.ways(agent, queue, step));
        const admitted = ways.some(({ rental }) => rental?.id === offer.rental);
        return !admitted || call.queue !== offer.queue || call.step !== offer.because.step;
      });
    }));

  test("a call rings no more agents than its queue says, and none twice", () =>
    atEach((moment) => {
      const rules = new PlainRules(moment.after, moment.event.at);
      const offered = new Set(offersIn([moment]).map(({ call }) => call));
      return moment.after.waiting.filter((call) => {
        const agents = moment.after.reservations
          .filter((one) => one.call === call.id)
          .map(({ agent }) => agent);
        const tooMany = offered.has(call.id) && agents.length > Math.max(1, rules.mostOffers(call));
        return tooMany || new Set(agents).size < agents.length;
      });
    }));

  test("a call never reaches two agents, and does not wait while it talks", () =>
    atEach(({ after }) => {
      const talking = after.agents.flatMap(({ works }) =>
        works.flatMap((work) => (work.at === "talking" ? [work.call] : [])),
      );
      return [
        ...talking.filter((call, index) => talking.indexOf(call) !== index),
        ...talking.filter((call) => after.waiting.some(({ id }) => id === call)),
      ];
    }));

  test("every reservation is made once and ends exactly once", () =>
    neverFound((moments) => {
      const made = offersIn(moments).map(({ reservation }) => reservation);
      const ended = moments.flatMap(({ commands }) =>
        commands.flatMap((command) => (command.do === "note-offer-ended" ? [command.reservation] : [])),
      );
      const standing = moments.at(-1)?.after.reservations.map(({ id }) => id) ?? [];
      const repeated = made.filter((id, index) => made.indexOf(id) !== index);
      const accounted = [...ended, ...standing].sort();
      return accounted.join() === [...made].sort().join() ? repeated : [{ made, accounted }];
    }));

  test("an offer that ends unanswered at our own doing is withdrawn from the device", () =>
    atEach(({ event, commands }) => {
      const withdrawn = commands.flatMap((one) => (one.do === "withdraw" ? [one.reservation] : []));
      const ended = commands.flatMap((one) => (one.do === "note-offer-ended" ? [one.reservation] : []));
      const told = event.type === "offer-ended" ? [event.reservation] : [];
      const ours = ended.filter((id) => !told.includes(id));
      return withdrawn.sort().join() === ours.sort().join() ? [] : [{ withdrawn, ours }];
    }));

  test("a call that waits keeps its age, but for an overflow that does not", () =>
    atEach(({ before, after, commands }) =>
      after.waiting.filter(({ id, queuedAt }) => {
        const overflowed = commands.some((command) => command.do === "note-overflow" && command.call === id);
        const was = before.waiting.find((call) => call.id === id);
        return was !== undefined && was.queuedAt !== queuedAt && !overflowed;
      }),
    ));

  test("a waiting call leaves only with its caller, to an agent, or by giving up", () =>
    atEach(({ before, after, event, commands }) =>
      before.waiting.filter(({ id }) => {
        const told = commands.some(
          (command) => (command.do === "connect" || command.do === "give-up") && command.call === id,
        );
        const waits = after.waiting.some((call) => call.id === id);
        return !(waits || told || (event.type === "call-left" && event.call === id));
      }),
    ));

  test("a conversation ends only when it is told to have ended", () =>
    atEach(({ before, after, event }) =>
      before.agents.flatMap(({ profile, works }) =>
        works.filter((work) => {
          if (work.at !== "talking") return false;
          if (event.type === "conversation-ended" && event.call === work.call) return false;
          const now = after.agents.find((agent) => agent.profile.id === profile.id);
          return !now?.works.some((one) => one.at === "talking" && one.reservation === work.reservation);
        }),
      ),
    ));
});

/** Whether the agent was away when the offer was made, as far as the notes before it tell. */
function wasAway({ before, commands }: Moment, agent: OfferCommand["agent"]): boolean {
  const offered = commands.findIndex((command) => command.do === "offer" && command.agent === agent);
  const noted = commands
    .slice(0, offered)
    .flatMap((note) => (note.do === "note-agent" && note.agent === agent ? [note.state.at] : []));
  const was = before.agents.find(({ profile }) => profile.id === agent)?.state.at ?? "logged-out";
  const last = [was, ...noted].findLast((state) => state !== "reserved");
  return last === "logged-out" || last === "not-ready";
}
