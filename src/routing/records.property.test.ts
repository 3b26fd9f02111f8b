import { describe, test } from "vitest";
import { atEach } from "./test-faults.ts";
import { PlainRules } from "./test-plain-rules.ts";

describe("what is recorded, whatever happens", () => {
  test("an agent's notes, read in order, lead to the state the agent is in", () =>
    atEach(({ before, after, commands }) =>
      after.agents.filter(({ profile, state }) => {
        const notes = commands.filter((note) => note.do === "note-agent" && note.agent === profile.id);
        const last = notes.at(-1);
        const told = last?.do === "note-agent" ? last.state : undefined;
        const was = before.agents.find((agent) => agent.profile.id === profile.id)?.state;
        return JSON.stringify(told ?? was ?? state) !== JSON.stringify(state);
      }),
    ));

  test("an agent shows the foremost of what is in hand, and without work has none", () =>
    atEach(({ after }) =>
      after.agents.filter(({ state, works }) => {
        const order = ["talking", "reserved", "wrap-up"];
        const rankOf = ({ at }: { at: string }) => order.indexOf(at);
        const foremost = works.toSorted(
          (one, other) => rankOf(one) - rankOf(other) || one.since - other.since,
        )[0];
        if (foremost === undefined) return order.includes(state.at);
        return state.at !== foremost.at || state.since !== foremost.since;
      }),
    ));

  test("ready and reserved agents have a device, and only work in hand has something reserved to follow it", () =>
    atEach(({ after }) =>
      after.agents.filter(
        ({ state, works, hasDevice, breakReserved, signOutReserved, dismissed, busySince }) => {
          const canRing = hasDevice || (state.at !== "ready" && !works.some(({ at }) => at === "reserved"));
          const follows = breakReserved ?? signOutReserved ?? dismissed;
          const isBusy = works.some(({ at }) => at !== "reserved");
          const isCounted = busySince !== undefined;
          return !canRing || (works.length === 0 && follows !== undefined) || isBusy !== isCounted;
        },
      ),
    ));

  test("a step's clock runs or stands still, as nothing or something rings; the last has none", () =>
    atEach(({ after }) => {
      const rules = new PlainRules(after, 0);
      return after.waiting.filter((call) => {
        const steps = rules.queueOf(call)?.steps ?? [];
        const isLast = call.step >= steps.length - 1;
        const [runs, stands] = [call.stepEndsAt !== undefined, call.stepLeftMs !== undefined];
        const rings = call.reservations.length > 0;
        // While it is kept for one agent, or first rings that one alone, the search has not begun.
        if (call.preferred !== undefined) return runs || stands;
        if (call.ringsAlone === true) return runs;
        return isLast ? runs : runs === rings || stands !== rings;
      });
    }));

  test("what a step changed is what differs afterwards, and nothing else", () =>
    atEach(({ before, after, changes }) => {
      const agents = new Map(before.agents.map((agent) => [`agent ${agent.profile.id}`, agent]));
      const waiting = new Map(before.waiting.map((call) => [`waiting ${call.id}`, call]));
      const reservations = new Map(before.reservations.map((one) => [`reservation ${one.id}`, one]));
      const told = new Map<string, unknown>([...agents, ...waiting, ...reservations]);
      for (const { of, id, now } of changes) {
        if (now === undefined) told.delete(`${of} ${id}`);
        else told.set(`${of} ${id}`, now);
      }
      const now = new Map<string, unknown>([
        ...after.agents.map((agent) => [`agent ${agent.profile.id}`, agent] as const),
        ...after.waiting.map((call) => [`waiting ${call.id}`, call] as const),
        ...after.reservations.map((one) => [`reservation ${one.id}`, one] as const),
      ]);
      const wrong = [...new Set([...now.keys(), ...told.keys()])].filter(
        (key) => now.get(key) !== told.get(key),
      );
      const repeated = new Set(changes.map(({ of, id }) => `${of} ${id}`)).size < changes.length;
      return repeated ? [...wrong, "repeated"] : wrong;
    }));
});
