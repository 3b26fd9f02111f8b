import { type FlowNode, validateFlow } from "../ivr/index.ts";
import type { TenantDocument } from "./document.ts";
import { type DocumentFault, documentError } from "./fault.ts";
import type { QueueDocument } from "./queue-document.ts";
import { unknownAgent, unknownAmong, unknownQueue } from "./unknown.ts";

type QueueNode = Extract<FlowNode, { do: "queue" }>;

/** What is wrong with a tenant's flows: in themselves, and with what they name of the tenant. */
export function flowFaults(tenant: TenantDocument, path: string): readonly DocumentFault[] {
  const agents = new Set(tenant.agents.map(({ key }) => key));
  const queues = new Map(tenant.queues.map((queue) => [queue.key, queue]));
  return tenant.flows.flatMap(({ graph }, index) => {
    const root = `${path}.flows.${index}.graph`;
    return [
      ...validateFlow(graph).map(
        (fault): DocumentFault => ({ ...fault, path: `${root}.${fault.path}`, severity: "error" }),
      ),
      ...Object.entries(graph.nodes).flatMap(([name, node]) =>
        node.do === "queue" ? queueNodeFaults(node, `${root}.nodes.${name}`, queues, agents) : [],
      ),
    ];
  });
}

function queueNodeFaults(
  node: QueueNode,
  path: string,
  queues: ReadonlyMap<string, QueueDocument>,
  agents: ReadonlySet<string>,
): readonly DocumentFault[] {
  const queue = queues.get(node.queue);
  return [
    ...preferredFaults(node, `${path}.preferred.agent`, agents),
    ...(queue === undefined
      ? [unknownQueue({ path: `${path}.queue`, value: node.queue })]
      : maximumWaitFaults(node, path, queue, queues)),
  ];
}

function preferredFaults(
  { preferred }: QueueNode,
  path: string,
  agents: ReadonlySet<string>,
): readonly DocumentFault[] {
  if (preferred === undefined || preferred.agent === "last") return [];
  return unknownAmong([{ path, value: preferred.agent }], agents, unknownAgent);
}

/** A longest wait is given by the node, by its queue, or by one that the queue overflows to. */
function maximumWaitFaults(
  { maximumWaitSeconds, onMaximumWait }: QueueNode,
  path: string,
  queue: QueueDocument,
  queues: ReadonlyMap<string, QueueDocument>,
): readonly DocumentFault[] {
  const ownTarget = queue.overflow["maximum-wait"] ?? { to: "flow" };
  if (maximumWaitSeconds !== undefined && onMaximumWait === undefined && ownTarget.to === "flow") {
    return [withoutTarget(`${path}.maximumWaitSeconds`)];
  }
  if (onMaximumWait === undefined || maximumWaitSeconds !== undefined) return [];
  const limited = overflowing(queue, queues).some((reached) => reached.maximumWaitSeconds !== undefined);
  return limited ? [] : [withoutMaximumWait(`${path}.onMaximumWait`)];
}

/** The queue itself, and every queue that a call may overflow to from it. */
function overflowing(
  queue: QueueDocument,
  queues: ReadonlyMap<string, QueueDocument>,
): readonly QueueDocument[] {
  const reached = new Set([queue]);
  // A set hands out what is added while it is walked, so this goes on until nothing new is found.
  for (const { overflow } of reached) {
    for (const target of Object.values(overflow)) {
      const next = target.to === "queue" ? queues.get(target.queue) : undefined;
      if (next !== undefined) reached.add(next);
    }
  }
  return [...reached];
}

function withoutTarget(path: string): DocumentFault {
  return documentError(
    path,
    "maximum-wait-without-target",
    "规定了最长等待时间，却没有写等满之后去哪里。请添加 onMaximumWait，或去掉 maximumWaitSeconds。",
    "There is a longest wait, but no place to go after it. Add onMaximumWait, or remove maximumWaitSeconds.",
  );
}

function withoutMaximumWait(path: string): DocumentFault {
  return documentError(
    path,
    "target-without-maximum-wait",
    "写了等满之后去哪里，节点和队列却都没有规定最长等待时间，所以永远走不到。请添加 maximumWaitSeconds，或去掉 onMaximumWait。",
    "There is a place to go after the longest wait, but neither the node nor its queue has a longest wait, so no call gets there. Add maximumWaitSeconds, or remove onMaximumWait.",
  );
}
