import * as fc from "fast-check";
import { AgentId, CallId, LegId, QueueId } from "../ids.ts";
import { anyone } from "../routing/index.ts";
import type { TestCell } from "./test-cell.ts";
import { otherTenant, sampleQueue, sampleTenant, straightTo } from "./test-tenant.ts";

export const publisher = sampleTenant.id;
const chess = otherTenant.id;

/** Two tenants, one of whom rents from the other: several at once, claims, overflow, last agents. */
export const busyTenants = [
  {
    ...sampleTenant,
    queues: [
      sampleQueue(publisher, "orders", {
        offering: { mode: "several", atMost: 2 },
        maximumWaitSeconds: 30,
        overflow: { "maximum-wait": { to: "queue", queue: QueueId("claims"), keepAge: true } },
      }),
      sampleQueue(publisher, "claims", {
        steps: [{ eligible: anyone, from: ["own"], widens: true }],
        offering: { mode: "claim" },
        maximumWaiting: 1,
        overflow: { "maximum-waiting": { to: "hang-up" } },
      }),
    ],
    flows: [...sampleTenant.flows, straightTo("claims", "claims")],
  },
  {
    ...otherTenant,
    flows: [straightTo("courses", "courses", { preferred: { agent: "last", patienceSeconds: 10 } })],
  },
];
const callers = [
  ["p1", publisher, "main"],
  ["p2", publisher, "straight"],
  ["p3", publisher, "straight"],
  ["p4", publisher, "claims"],
  ["x1", chess, "courses"],
  ["x2", chess, "courses"],
] as const;
const agents = [
  ["li-na", publisher],
  ["wang-wei", publisher],
  ["zhang-min", chess],
] as const;

/** Something that may happen: to a caller, to an agent, or to one of the offers that ring, whichever do by then. */
export type Act = (cell: TestCell) => unknown;

const anyCaller = fc.constantFrom(...callers);
const anyAgent = fc.constantFrom(...agents);
const anyOutcome = fc.constantFrom("declined" as const, "busy" as const, "unreachable" as const);

/** The nth of the offers that ring, or one that is long over. */
function offerOf(cell: TestCell, nth: number): string {
  const ringing = [...cell.cell.router.reservations()].map(({ id }) => id).toSorted();
  return ringing[nth % (ringing.length + 1)] ?? `p2.${nth}`;
}

const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: anyCaller.map(
      ([call, of, flow]): Act =>
        (cell) =>
          cell.calls(call, flow, of, `1${call}`).presses(call, "1"),
    ),
  },
  {
    weight: 1,
    arbitrary: anyCaller.map(
      ([call, of, flow]): Act =>
        (cell) =>
          cell.admitted(call, flow, of),
    ),
  },
  {
    weight: 2,
    arbitrary: anyCaller.map(
      ([call]): Act =>
        (cell) =>
          cell.hangsUp(call),
    ),
  },
  {
    weight: 1,
    arbitrary: anyCaller.map(
      ([call, tenant]): Act =>
        (cell) =>
          cell.tell({ type: "bridge-failed", tenant, call: CallId(call) }),
    ),
  },
  {
    weight: 2,
    arbitrary: anyCaller.map(
      ([call, tenant]): Act =>
        (cell) => {
          const leg = cell.call(call)?.conversation?.agentLeg ?? LegId("agent-of-nobody");
          return cell.tell({ type: "agent-leg-ended", tenant, call: CallId(call), leg });
        },
    ),
  },
  {
    weight: 4,
    arbitrary: fc.nat(9).map(
      (nth): Act =>
        (cell) =>
          cell.answers(offerOf(cell, nth)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(9), anyOutcome).map(
      ([nth, outcome]): Act =>
        (cell) =>
          cell.ends(offerOf(cell, nth), outcome),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(anyCaller, anyAgent).map(
      ([[call, tenant], [agent]]): Act =>
        (cell) =>
          cell.claims(call, agent, tenant),
    ),
  },
  {
    weight: 6,
    arbitrary: anyAgent.map(
      ([agent]): Act =>
        (cell) =>
          cell.ready(agent),
    ),
  },
  {
    weight: 1,
    arbitrary: anyAgent.map(
      ([id, tenant]): Act =>
        (cell) =>
          cell.tell({ type: "device-changed", tenant, agent: AgentId(id), registered: false }),
    ),
  },
  { weight: 3, arbitrary: fc.constant<Act>((cell) => cell.untilDeadline()) },
);
/** Acts in order, each so many milliseconds after the one before. */
export const history = fc.array(fc.tuple(anyAct, fc.integer({ min: 0, max: 5_000 })), {
  maxLength: 60,
  size: "max",
});
export type History = readonly (readonly [Act, number])[];
