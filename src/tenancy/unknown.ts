import { type DocumentFault, documentError } from "./fault.ts";
import type { Mention } from "./mention.ts";

/** The mentions of what is not known. */
export function unknownAmong(
  mentioned: readonly Mention[],
  known: ReadonlySet<string>,
  fault: (mention: Mention) => DocumentFault,
): readonly DocumentFault[] {
  return mentioned.filter(({ value }) => !known.has(value)).map(fault);
}

export function unknownTenant({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "unknown-tenant",
    `租户“${value}”不在本文件里。请改成 tenants 里某个租户的 key。`,
    `There is no tenant "${value}" in this document. Name the key of one under tenants.`,
  );
}

export function unknownFlow({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "unknown-flow",
    `流程“${value}”不存在。请在该租户的 flows 里添加它，或改成已有流程的 key。`,
    `There is no flow "${value}". Add it to the tenant's flows, or name the key of one that exists.`,
  );
}

export function unknownQueue({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "unknown-queue",
    `队列“${value}”不存在。请在该租户的 queues 里添加它，或改成已有队列的 key。`,
    `There is no queue "${value}". Add it to the tenant's queues, or name the key of one that exists.`,
  );
}

export function unknownSkill({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "unknown-skill",
    `技能“${value}”不存在。请把它加进该租户的 skills，或改成已有的技能。`,
    `There is no skill "${value}". Add it to the tenant's skills, or name one that exists.`,
  );
}

export function unknownGroup({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "unknown-group",
    `坐席组“${value}”不存在。请把它加进该租户的 groups，或改成已有的坐席组。`,
    `There is no agent group "${value}". Add it to the tenant's groups, or name one that exists.`,
  );
}

export function unknownAgent({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "unknown-agent",
    `坐席“${value}”不存在。请在该租户的 agents 里添加，或改成已有坐席的 key。`,
    `There is no agent "${value}". Add it to the tenant's agents, or name the key of one that exists.`,
  );
}

/** Of an agent who serves a tenant, own or not. */
export function unknownServer({ path, value }: Mention): DocumentFault {
  return documentError(
    path,
    "unknown-agent",
    `没有坐席“${value}”为该租户服务。自有坐席请写 key，租用或共享的坐席请写成“出租方的 key/坐席的 key”。`,
    `No agent "${value}" serves this tenant. Name an own agent by its key, a rented or shared one by the lender's key and its own, as lender/agent.`,
  );
}
