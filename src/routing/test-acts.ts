import * as fc from "fast-check";
import { type Act, agentIds, callIds, queueIds } from "./test-run.ts";

const agent = fc.nat(agentIds.length - 1);
const call = fc.nat(callIds.length - 1);
const queue = fc.nat(queueIds.length - 1);
const afterMs = fc.constantFrom(0, 1, 1_000, 7_000);
const levels = fc.dictionary(fc.constantFrom("mandarin", "english"), fc.integer({ min: 1, max: 3 }), {
  maxKeys: 2,
});

const queueRules = { ringForSeconds: fc.constantFrom(5, 15), wrapUpSeconds: fc.constantFrom(0, 10) };
const queues = fc.tuple(
  ...queueIds.map((id) => fc.record({ id: fc.constant(id), requires: levels, ...queueRules })),
);
const agents = fc.tuple(...agentIds.map((id) => fc.record({ id: fc.constant(id), skills: levels })));
const configure = { do: fc.constant("configure"), afterMs };

const beginning: fc.Arbitrary<Act> = fc.record({ ...configure, queues, agents });

const change: fc.Arbitrary<Act> = fc.record({
  ...configure,
  queues: queues.chain((all) => fc.subarray(all)),
  agents: agents.chain((all) => fc.subarray(all)),
});

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
    priority: fc.constantFrom(4, 5),
    needsAgents: fc.boolean(),
    maximumWaitSeconds: fc.constantFrom(0, 5, 20),
  },
  { requiredKeys: ["do", "afterMs", "call", "queue", "priority", "needsAgents"] },
);

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

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 1, arbitrary: change },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("sign-in"), afterMs, agent }) },
  { weight: 3, arbitrary: wish },
  { weight: 2, arbitrary: device },
  { weight: 6, arbitrary: queueing },
  { weight: 6, arbitrary: ending },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("leave", "end"), afterMs, call }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("wait", "wait-for-deadline"), afterMs }) },
);

/** Runs of a cell that begins with a whole configuration; shorter and plainer ones are found by shrinking. */
export const runs: fc.Arbitrary<Act[]> = fc
  .tuple(beginning, fc.array(act, { maxLength: 60, size: "max" }))
  .map(([first, rest]): Act[] => [first, ...rest]);
