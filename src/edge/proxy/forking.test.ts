import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Forking,
  type ForkingCommand,
  type ForkingEvent,
  type Goal,
  MOST_BRANCHES,
  search,
  step,
} from "./forking.ts";

type Event = ForkingEvent<string>;
type Command = ForkingCommand<string>;

const goal = (uri: string): Goal => ({ uri, redirected: false });
const refusal = (branch: number, status: number, more: readonly Goal[] = []): Event => ({
  type: "refused",
  final: { branch, status, local: false, response: String(status) },
  more,
});
const acceptance = (branch: number): Event => ({ type: "accepted", branch, response: "200" });
const lateness = (branch: number): Event => ({
  type: "given-up",
  final: { branch, status: 408, local: true, response: "408" },
});

function run(order: "serial" | "parallel", uris: readonly string[], ...events: readonly Event[]) {
  let state: Forking<string> = search(order, uris.map(goal));
  const steps: Command[][] = [];
  for (const event of [{ type: "begun" } as const, ...events]) {
    const [next, commands] = step(state, event);
    state = next;
    steps.push([...commands]);
  }
  return { state, steps, last: steps.at(-1)?.map(told) };
}

/** A command in a few words. */
function told(command: Command): string {
  if (command.do === "try") return `try ${command.goal.uri}`;
  if (command.do === "cancel") return `cancel ${command.branch} ${command.because}`;
  if (command.do === "settle") return `settle ${command.best?.response ?? "none"}`;
  if (command.do === "forward" || command.do === "end-call") return `${command.do} ${command.response}`;
  return command.do;
}

describe("a search in serial order", () => {
  it("tries one target after the other, and settles when all have refused", () => {
    const { steps } = run("serial", ["a", "b"], refusal(0, 486), refusal(1, 404));
    expect(steps.map((commands) => commands.map(told))).toEqual([
      ["try a"],
      ["try b"],
      ["settle 486", "finish"],
    ]);
  });

  it("goes on after a target that is given no more time, and still takes its late answer", () => {
    expect(run("serial", ["a", "b"], lateness(0)).last).toEqual(["cancel 0 late", "try b"]);
    expect(run("serial", ["a", "b"], lateness(0), acceptance(0)).last).toEqual([
      "forward 200",
      "cancel 1 answered",
    ]);
  });

  it("settles a challenge at once, with what is to be tried again", () => {
    const { steps } = run("serial", ["a", "b"], refusal(0, 407));
    expect(steps[1]?.[0]).toMatchObject({ do: "settle", again: [{ uri: "a" }, { uri: "b" }] });
  });

  it("follows redirections before it goes on, each target once", () => {
    const { steps } = run("serial", ["a", "b"], refusal(0, 302, ["c", "b", "a"].map(goal)), refusal(1, 486));
    expect(steps.slice(1).map((commands) => commands.map(told))).toEqual([["try c"], ["try b"]]);
  });
});

describe("a search in parallel order", () => {
  it("tries all at once and cancels the losers", () => {
    const { steps } = run(
      "parallel",
      ["a", "b", "c"],
      acceptance(1),
      acceptance(1),
      refusal(0, 487),
      refusal(2, 487),
    );
    expect(steps.map((commands) => commands.map(told))).toEqual([
      ["try a", "try b", "try c"],
      ["forward 200", "cancel 0 answered", "cancel 2 answered"],
      ["forward 200"],
      [],
      ["finish"],
    ]);
  });

  it("ends on a 6xx, but an answer that crosses it wins", () => {
    expect(run("parallel", ["a", "b"], refusal(0, 603)).last).toEqual(["cancel 1 refused"]);
    expect(run("parallel", ["a", "b"], refusal(0, 603), refusal(1, 487)).last).toEqual([
      "settle 603",
      "finish",
    ]);
    expect(run("parallel", ["a", "b"], refusal(0, 603), acceptance(1)).last).toEqual([
      "forward 200",
      "finish",
    ]);
  });

  it("waits for all before it settles a challenge", () => {
    const { steps, last } = run(
      "parallel",
      ["a", "b", "c"],
      refusal(0, 401),
      refusal(1, 404),
      refusal(2, 407),
    );
    expect(last).toEqual(["settle 401", "finish"]);
    expect(steps.at(-1)?.[0]).toMatchObject({ again: [{ uri: "a" }, { uri: "c" }] });
  });
});

describe("a search that is cancelled", () => {
  it("cancels all and tries nobody else; an answer that crosses is ended", () => {
    expect(run("serial", ["a", "b"], { type: "cancelled" }).last).toEqual(["cancel 0 asked"]);
    expect(run("serial", ["a", "b"], { type: "cancelled" }, refusal(0, 487)).last).toEqual(["finish"]);
    expect(run("serial", ["a"], { type: "cancelled" }, acceptance(0)).last).toEqual([
      "end-call 200",
      "finish",
    ]);
  });
});

describe("any search", () => {
  it("begins at most 32 branches", () => {
    const many = Array.from({ length: 40 }, (_, nth) => goal(`m${nth}`));
    const { state } = run("parallel", ["a", "b"], refusal(0, 302, many));
    expect(state.goals).toHaveLength(MOST_BRANCHES);
    const full = run(
      "serial",
      many.map(({ uri }) => uri),
      refusal(0, 302, [goal("more")]),
    );
    expect([...full.state.goals, ...full.state.waiting]).toHaveLength(MOST_BRANCHES);
  });

  it("answers its caller once, and finishes once, whatever comes in whatever order", () => {
    const branch = fc.nat({ max: 3 });
    const event: fc.Arbitrary<Event> = fc.oneof(
      fc
        .tuple(branch, fc.constantFrom(302, 404, 407, 487, 503, 603))
        .map(([at, status]) => refusal(at, status)),
      branch.map(acceptance),
      branch.map(lateness),
      fc.constant<Event>({ type: "cancelled" }),
      fc.constant<Event>({ type: "ringing", response: "180" }),
    );
    const order = fc.constantFrom("serial" as const, "parallel" as const);
    fc.assert(
      fc.property(order, fc.array(event, { maxLength: 12 }), (inOrder, events) => {
        const ending = [0, 1, 2].flatMap((at) => [refusal(at, 404), refusal(at, 404)]);
        const { steps, state } = run(inOrder, ["a", "b", "c"], ...events, ...ending);
        const all = steps.flat();
        const settled = all.filter((command) => command.do === "settle").length;
        const won = all.some((command) => command.do === "forward" && command.response === "200");
        const cancelled = state.phase === "cancelled";
        expect(settled + Number(won) + Number(cancelled)).toBe(1);
        expect(all.filter((command) => command.do === "finish")).toHaveLength(1);
        const lastAnswer = all.findIndex(
          (command) => command.do === "settle" || told(command) === "forward 200",
        );
        expect(all.slice(lastAnswer + 1).some((command) => command.do === "try" && lastAnswer >= 0)).toBe(
          false,
        );
      }),
      { numRuns: 300 },
    );
  });
});
