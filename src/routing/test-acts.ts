import * as fc from "fast-check";
import {
  configurations,
  everything,
  partialConfigurations,
  plain,
  plainSeveral,
} from "./test-configurations.ts";
import { type Act, agentIds, callIds, queueIds } from "./test-run.ts";

const agent = fc.nat(agentIds.length - 1);
const call = fc.nat(callIds.length - 1);
const queue = fc.nat(queueIds.length - 1);
const afterMs = fc.constantFrom(0, 1, 1_000, 7_000, 20_000);

const wish: fc.Arbitrary<Act> = fc.record({
  do: fc.constant("ask"),
  afterMs,
  agent,
  to: fc.constantFrom("ready", "not-ready", "logged-out"),
});

const device: fc.Arbitrary<Act> = fc.record({
  do: fc.constant("device"),
  afterMs,
  agent,
  type: fc.constantFrom("device-registered", "device-gone"),
});

const queueing: fc.Arbitrary<Act> = fc.record(
  {
    do: fc.constant("queue"),
    afterMs,
    call,
    queue,
    priority: fc.constantFrom(0, 1, 2),
    needsAgents: fc.boolean(),
    maximumWaitSeconds: fc.constantFrom(20, 5, 0),
    preferred: fc.record({ agent, patienceSeconds: fc.constantFrom(20, 5, 0) }),
    ageMs: fc.constantFrom(1_000, 30_000),
  },
  { requiredKeys: ["do", "afterMs", "call", "queue", "priority", "needsAgents"] },
);

/** A call of which nothing special is said: else hardly any would wait for long. */
const plainQueueing: fc.Arbitrary<Act> = fc.record({
  do: fc.constant("queue"),
  afterMs,
  call,
  queue,
  priority: fc.constantFrom(0, 1, 2),
  needsAgents: fc.constant(false),
});

const ending: fc.Arbitrary<Act> = fc.record({
  do: fc.constant("end-offer"),
  afterMs,
  back: fc.nat(4),
  outcome: fc.constantFrom(
    "answered",
    "answered",
    "declined",
    "busy",
    "no-answer",
    "unreachable",
    "withdrawn",
  ),
});

const commonActs = [
  { weight: 5, arbitrary: fc.record({ do: fc.constant("sign-in"), afterMs, agent }) },
  { weight: 3, arbitrary: wish },
  { weight: 2, arbitrary: device },
  { weight: 3, arbitrary: queueing },
  { weight: 4, arbitrary: plainQueueing },
  { weight: 6, arbitrary: ending },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("leave", "end"), afterMs, call }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("wait", "wait-for-deadline"), afterMs }) },
];

function runsOf(kinds: typeof everything): fc.Arbitrary<Act[]> {
  const configure = { do: fc.constant("configure" as const), afterMs };
  const beginning = fc
    .tuple(fc.record(configure), configurations(kinds))
    .map(([act, all]): Act => ({ ...act, ...all }));
  const change = fc
    .tuple(fc.record(configure), partialConfigurations(kinds))
    .map(([act, all]): Act => ({ ...act, ...all }));
  const claim: fc.Arbitrary<Act> = fc.record({ do: fc.constant("claim"), afterMs, call, agent });
  const act = fc.oneof<fc.WeightedArbitrary<Act>[]>(
    ...commonActs,
    { weight: 1, arbitrary: change },
    { weight: 2, arbitrary: claim },
  );
  return fc
    .tuple(beginning, fc.array(act, { maxLength: 60, size: "max" }))
    .map(([first, rest]): Act[] => [first, ...rest]);
}

/** Runs of a cell that begins with a whole configuration; shorter and plainer ones are found by shrinking. */
export const runs: fc.Arbitrary<Act[]> = runsOf(everything);

/** Runs of cells that a plain scan can decide too. */
export const plainRuns: fc.Arbitrary<Act[]> = runsOf(plain);

/** The same of cells that ring several at once. */
export const severalRuns: fc.Arbitrary<Act[]> = runsOf(plainSeveral);
