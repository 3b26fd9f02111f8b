import type { z } from "zod";
import type { FlowNode, Utterance } from "../../../src/ivr/index.ts";
import { PlatformDocument } from "../../../src/tenancy/index.ts";
import { say } from "./prompts.ts";

type Written = z.input<typeof PlatformDocument>;
/** A tenant as people write it: without what has a default. */
type Tenant = Written["tenants"][number];
type QueueNode = Extract<FlowNode, { do: "queue" }>;

/** A number, and where its callers go: after a greeting, if there is one, straight to a queue. */
export interface Line {
  readonly number: string;
  readonly queue: string;
  readonly greeting?: Utterance;
  readonly priority?: number;
  readonly preferred?: QueueNode["preferred"];
}

/** A tenant whose flows say no more than its lines: callers wait, whoever is signed in. */
export function tenantWith(
  tenant: Omit<Tenant, "numbers" | "flows" | "quotas">,
  lines: readonly Line[],
): Tenant {
  return {
    ...tenant,
    quotas: { concurrentCalls: 100 },
    numbers: lines.map(({ number }) => ({ number, flow: `at-${number}` })),
    flows: lines.map((line) => ({ key: `at-${line.number}`, name: line.number, graph: graphOf(line) })),
  };
}

/** A document of these tenants alone, the first of whom runs the platform. Trunks are those that are there. */
export function documentOf(
  tenants: readonly [Tenant, ...Tenant[]],
  contracts: Pick<Written, "rentals" | "sharedPools"> = {},
): PlatformDocument {
  return PlatformDocument.parse({ operator: tenants[0].key, trunks: [], tenants, ...contracts });
}

function graphOf({ queue, greeting, priority = 0, preferred }: Line): Tenant["flows"][number]["graph"] {
  const wait: FlowNode = { do: "queue", queue, priority, ...(preferred !== undefined && { preferred }) };
  if (greeting === undefined) return { start: "wait", nodes: { wait } };
  return { start: "greeting", nodes: { greeting: { do: "play", say: say(greeting), next: "wait" }, wait } };
}
