import { parseEligibility, skillsNamed } from "../routing/index.ts";
import type { PlatformDocument, TenantDocument } from "./document.ts";
import { type DocumentFault, documentError } from "./fault.ts";
import { duplicateKeys, keysOf, listed, mentions } from "./mention.ts";
import { serversOf } from "./servers.ts";
import { unknownAmong, unknownFlow, unknownGroup, unknownSkill } from "./unknown.ts";
import { flowFaults } from "./validate-flows.ts";
import { queueFaults } from "./validate-queue.ts";

/** What is wrong within one tenant, which stands at `path` of the document. */
export function tenantFaults(
  tenant: TenantDocument,
  path: string,
  document: PlatformDocument,
): readonly DocumentFault[] {
  return [
    ...keyFaults(tenant, path),
    ...reservedSkills(tenant, path),
    ...numberFaults(tenant, path),
    ...agentFaults(tenant, path),
    ...queuesFaults(tenant, path, document),
    ...flowFaults(tenant, path),
  ];
}

function keyFaults(
  { skills, groups, agents, queues, flows }: TenantDocument,
  path: string,
): readonly DocumentFault[] {
  return [
    ...duplicateKeys(listed(skills, `${path}.skills`)),
    ...duplicateKeys(listed(groups, `${path}.groups`)),
    ...duplicateKeys(mentions(agents, `${path}.agents`, "key", ({ key }) => key)),
    ...duplicateKeys(mentions(queues, `${path}.queues`, "key", ({ key }) => key)),
    ...duplicateKeys(mentions(flows, `${path}.flows`, "key", ({ key }) => key)),
  ];
}

/** Words of the expressions' own language cannot name a skill. */
function reservedSkills({ skills }: TenantDocument, path: string): readonly DocumentFault[] {
  return listed(skills, `${path}.skills`)
    .filter(({ value }) => !namesASkill(value))
    .map(({ path, value }) =>
      documentError(
        path,
        "reserved-skill",
        `“${value}”在条件表达式里另有含义，不能作技能名。请换一个名字。`,
        `"${value}" means something else in expressions and cannot name a skill. Choose another.`,
      ),
    );
}

function namesASkill(text: string): boolean {
  const read = parseEligibility(text);
  return read.ok && skillsNamed(read.expression).length === 1;
}

function numberFaults({ numbers, flows }: TenantDocument, path: string): readonly DocumentFault[] {
  const known = new Set(flows.map(({ key }) => key));
  return unknownAmong(
    mentions(numbers, `${path}.numbers`, "flow", ({ flow }) => flow),
    known,
    unknownFlow,
  );
}

function agentFaults({ skills, groups, agents }: TenantDocument, path: string): readonly DocumentFault[] {
  const [knownSkills, knownGroups] = [new Set(skills), new Set(groups)];
  return agents.flatMap((agent, index) => {
    const at = `${path}.agents.${index}`;
    return [
      ...unknownAmong(keysOf(agent.skills, `${at}.skills`), knownSkills, unknownSkill),
      ...unknownAmong(listed(agent.groups, `${at}.groups`), knownGroups, unknownGroup),
    ];
  });
}

function queuesFaults(
  tenant: TenantDocument,
  path: string,
  document: PlatformDocument,
): readonly DocumentFault[] {
  const around = {
    skills: new Set(tenant.skills),
    groups: new Set(tenant.groups),
    queues: new Set(tenant.queues.map(({ key }) => key)),
    servers: serversOf(tenant, document),
  };
  return tenant.queues.flatMap((queue, index) => queueFaults(queue, `${path}.queues.${index}`, around));
}
