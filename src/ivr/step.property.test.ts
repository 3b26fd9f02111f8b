import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OverflowCause } from "../routing/index.ts";
import { reachableNodes } from "./exits.ts";
import { Flow } from "./flow.ts";
import { stepWalk } from "./step.ts";
import { utterancesOf } from "./utterances.ts";
import { validateFlow } from "./validate.ts";
import type { Walk, WalkCommand, WalkEvent } from "./walk.ts";

const size = 7;
const anyNode = fc.nat({ max: size - 1 }).map((n) => `n${n}`);
const digit = fc.constantFrom("0", "1", "2", "3", "9", "*", "#");
const say = fc.constantFrom({ zh: "您好" }, { en: "Hello" }, { zh: "请", en: "Please" });
const day = fc.integer({ min: 1, max: 7 });
const span = fc.record({
  days: fc.array(day, { minLength: 1 }),
  from: fc.constant("06:00"),
  to: fc.constant("18:00"),
});

/** A node whose ways out, but for a menu's keys and a queue's longest wait, are drawn from `onwards`. */
function nodeLeading(onwards: fc.Arbitrary<string>) {
  const choices = fc.dictionary(digit, anyNode, { minKeys: 1, maxKeys: 3 });
  const attempts = fc.integer({ min: 1, max: 3 });
  const weekly = fc.array(span, { minLength: 1, maxLength: 2 });
  const maximumWait = fc.record({ maximumWaitSeconds: fc.constant(30), onMaximumWait: anyNode });
  const patience = fc.option(maximumWait, { nil: {} });
  const exits = fc.record(
    { onNoAgents: onwards, onMaximumWaiting: onwards, onClosed: onwards },
    { requiredKeys: [] },
  );
  return fc.oneof(
    fc.record({ do: fc.constant("play"), say, next: onwards }),
    fc.record(
      {
        do: fc.constant("menu"),
        say,
        choices,
        attempts,
        otherwise: onwards,
        onTimeout: say,
        onWrongDigit: say,
      },
      { requiredKeys: ["do", "say", "choices", "otherwise"] },
    ),
    fc.record({
      do: fc.constant("hours"),
      timeZone: fc.constant("Europe/Berlin"),
      weekly,
      open: onwards,
      closed: onwards,
    }),
    fc.tuple(patience, exits).map((parts) => Object.assign({ do: "queue", queue: "sales" }, ...parts)),
    fc.record({ do: fc.constant("goodbye"), say }),
  );
}

/** Nodes that no call can get to are left out, so that they do not make every random flow a faulty one. */
function flowOf(nodes: readonly unknown[]): Flow {
  const whole = Flow.parse({
    start: "n0",
    nodes: Object.fromEntries(nodes.map((node, n) => [`n${n}`, node])),
  });
  const reachable = reachableNodes(whole);
  return {
    ...whole,
    nodes: Object.fromEntries(Object.entries(whole.nodes).filter(([name]) => reachable.has(name))),
  };
}

const anyFlow = fc.array(nodeLeading(anyNode), { minLength: size, maxLength: size }).map(flowOf);

/** Ways out lead to later nodes only, and the last says goodbye: without faults by construction. */
const soundFlow = fc
  .tuple(
    ...Array.from({ length: size - 1 }, (_, n) =>
      nodeLeading(fc.integer({ min: n + 1, max: size - 1 }).map((to) => `n${to}`)),
    ),
    fc.record({ do: fc.constant("goodbye"), say }),
  )
  .map(flowOf);

const moment = fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 });
const anyEvent: fc.Arbitrary<WalkEvent> = fc.oneof(
  moment.map((at): WalkEvent => ({ type: "entered", at })),
  moment.map((at): WalkEvent => ({ type: "prompts-finished", at })),
  fc
    .tuple(moment, fc.oneof(digit, fc.string()))
    .map(([at, digit]): WalkEvent => ({ type: "digit-pressed", digit, at })),
  moment.map((at): WalkEvent => ({ type: "time-passed", at })),
  fc
    .tuple(moment, fc.constantFrom<OverflowCause>("maximum-wait", "no-agents", "maximum-waiting", "closed"))
    .map(([at, why]): WalkEvent => ({ type: "queue-gave-up", why, at })),
);

/** Whether the walk stands at a node of the flow that can be in that stage. */
function standsIn(flow: Flow, walk: Walk): boolean {
  if (walk.at === "done") return true;
  const kind = flow.nodes[walk.node]?.do;
  if (walk.at === "queued") return kind === "queue";
  if (walk.at === "listening") return kind === "menu";
  return kind === "play" || kind === "menu" || kind === "goodbye";
}

/** What happens next to a caller who presses nothing and whose queue keeps the call. */
function nextUnasked(walk: Walk): WalkEvent | undefined {
  if (walk.at === "speaking") return { type: "prompts-finished", at: 1_750_000_000_000 };
  if (walk.at === "listening") return { type: "time-passed", at: walk.until };
  return undefined;
}

function stepsUntilServed(flow: Flow): number {
  let [walk] = stepWalk(flow, undefined, { type: "entered", at: 1_750_000_000_000 });
  for (let steps = 1; steps < 1_000; steps++) {
    const event = nextUnasked(walk);
    if (event === undefined) return steps;
    [walk] = stepWalk(flow, walk, event);
  }
  return Number.POSITIVE_INFINITY;
}

describe("any flow without faults", () => {
  it("is found to be without faults", () => {
    fc.assert(
      fc.property(soundFlow, (flow) => {
        expect(validateFlow(flow)).toEqual([]);
      }),
    );
  });

  it("keeps every walk on its nodes, whatever happens and in whatever order", () => {
    fc.assert(
      fc.property(soundFlow, fc.array(anyEvent, { maxLength: 40 }), (flow, events) => {
        let walk: Walk | undefined;
        for (const event of events) {
          [walk] = stepWalk(flow, walk, event);
          expect(standsIn(flow, walk)).toBe(true);
        }
      }),
    );
  });

  it("plays only what was made beforehand, and hangs up at most once, as its last command", () => {
    fc.assert(
      fc.property(soundFlow, fc.array(anyEvent, { maxLength: 40 }), (flow, events) => {
        const made = utterancesOf(flow);
        const commands: WalkCommand[] = [];
        let walk: Walk | undefined;
        for (const event of events) {
          const [next, asked] = stepWalk(flow, walk, event);
          walk = next;
          commands.push(...asked);
        }
        for (const command of commands) {
          if (command.do === "play")
            for (const utterance of command.utterances) expect(made).toContainEqual(utterance);
        }
        const hangUp = commands.findIndex((command) => command.do === "hang-up");
        expect(hangUp === -1 || hangUp === commands.length - 1).toBe(true);
        expect(hangUp !== -1).toBe(walk?.at === "done");
      }),
    );
  });

  it("decides the same again on the same events", () => {
    fc.assert(
      fc.property(soundFlow, fc.array(anyEvent, { maxLength: 20 }), (flow, events) => {
        const walkThrough = () => {
          let walk: Walk | undefined;
          return events.map((event) => {
            const [next, commands] = stepWalk(flow, walk, event);
            walk = next;
            return [next, commands];
          });
        };
        expect(walkThrough()).toEqual(walkThrough());
      }),
    );
  });

  it("leads a caller who presses nothing to a queue or to goodbye", () => {
    fc.assert(
      fc.property(soundFlow, (flow) => {
        expect(stepsUntilServed(flow)).toBeLessThan(1_000);
      }),
    );
  });
});

describe("any flow at all", () => {
  it("leads every caller to a queue or to goodbye if validation finds no fault in it", () => {
    fc.assert(
      fc.property(anyFlow, (flow) => {
        fc.pre(validateFlow(flow).length === 0);
        expect(stepsUntilServed(flow)).toBeLessThan(1_000);
      }),
      { numRuns: 300 },
    );
  });

  it("never makes a step throw, faults or not", () => {
    fc.assert(
      fc.property(anyFlow, fc.array(anyEvent, { maxLength: 40 }), (flow, events) => {
        let walk: Walk | undefined;
        for (const event of events) [walk] = stepWalk(flow, walk, event);
      }),
    );
  });
});
