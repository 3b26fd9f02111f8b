import { validateFlow } from "../ivr/index.ts";
import type { TenantDocument } from "./document.ts";
import { type DocumentFault, documentError, documentWarning } from "./fault.ts";
import { duplicateKeys, mentions } from "./mention.ts";

type Levels = Readonly<Record<string, number>>;

/** What is wrong within one tenant, which stands at `path`. */
export function tenantFaults(tenant: TenantDocument, path: string): readonly DocumentFault[] {
  return [
    ...keyFaults(tenant, path),
    ...numberFaults(tenant, path),
    ...skillFaults(tenant, path),
    ...servingFaults(tenant, path),
    ...flowFaults(tenant, path),
  ];
}

function keyFaults(
  { skills, agents, queues, flows }: TenantDocument,
  path: string,
): readonly DocumentFault[] {
  return [
    ...duplicateKeys(skills.map((value, index) => ({ path: `${path}.skills.${index}`, value }))),
    ...duplicateKeys(mentions(agents, `${path}.agents`, "key", ({ key }) => key)),
    ...duplicateKeys(mentions(queues, `${path}.queues`, "key", ({ key }) => key)),
    ...duplicateKeys(mentions(flows, `${path}.flows`, "key", ({ key }) => key)),
  ];
}

function numberFaults({ numbers, flows }: TenantDocument, path: string): readonly DocumentFault[] {
  const known = new Set(flows.map(({ key }) => key));
  return mentions(numbers, `${path}.numbers`, "flow", ({ flow }) => flow)
    .filter(({ value }) => !known.has(value))
    .map(({ path, value }) =>
      documentError(
        path,
        "unknown-flow",
        `流程“${value}”不存在。请在该租户的 flows 里添加它，或改成已有流程的 key。`,
        `There is no flow "${value}". Add it to the tenant's flows, or name the key of one that exists.`,
      ),
    );
}

function skillFaults({ skills, agents, queues }: TenantDocument, path: string): readonly DocumentFault[] {
  const known = new Set(skills);
  const used = [
    ...agents.flatMap(({ skills }, index) => namesAt(skills, `${path}.agents.${index}.skills`)),
    ...queues.flatMap(({ requires }, index) => namesAt(requires, `${path}.queues.${index}.requires`)),
  ];
  return used
    .filter(({ value }) => !known.has(value))
    .map(({ path, value }) =>
      documentError(
        path,
        "unknown-skill",
        `技能“${value}”不存在。请把它加进该租户的 skills，或改成已有的技能。`,
        `There is no skill "${value}". Add it to the tenant's skills, or name one that exists.`,
      ),
    );
}

function namesAt(levels: Levels, path: string) {
  return Object.keys(levels).map((value) => ({ path: `${path}.${value}`, value }));
}

function servingFaults({ agents, queues }: TenantDocument, path: string): readonly DocumentFault[] {
  return queues.flatMap(({ key, requires }, index) =>
    agents.some(({ skills }) => meets(skills, requires)) ? [] : [unservable(`${path}.queues.${index}`, key)],
  );
}

/** Whether every level required is reached. */
function meets(skills: Levels, requires: Levels): boolean {
  return Object.entries(requires).every(([skill, level]) => (skills[skill] ?? 0) >= level);
}

function unservable(path: string, key: string): DocumentFault {
  return documentWarning(
    path,
    "unservable-queue",
    `该租户没有一位坐席具备队列“${key}”要求的全部技能和级别，来电会一直等下去。请给坐席添加技能，或降低要求。`,
    `No agent of the tenant has all the skills, at the levels, that the queue "${key}" requires: its calls would wait for ever. Give an agent the skills, or require less.`,
  );
}

function flowFaults({ flows, queues }: TenantDocument, path: string): readonly DocumentFault[] {
  const known = new Set(queues.map(({ key }) => key));
  return flows.flatMap(({ graph }, index) => {
    const root = `${path}.flows.${index}.graph`;
    return [
      ...validateFlow(graph).map(
        (fault): DocumentFault => ({ ...fault, path: `${root}.${fault.path}`, severity: "error" }),
      ),
      ...Object.entries(graph.nodes).flatMap(([name, node]) =>
        node.do !== "queue" || known.has(node.queue)
          ? []
          : [unknownQueue(`${root}.nodes.${name}.queue`, node.queue)],
      ),
    ];
  });
}

function unknownQueue(path: string, key: string): DocumentFault {
  return documentError(
    path,
    "unknown-queue",
    `队列“${key}”不存在。请在该租户的 queues 里添加它，或改成已有队列的 key。`,
    `There is no queue "${key}". Add it to the tenant's queues, or name the key of one that exists.`,
  );
}
