import { sql } from "kysely";
import type { TenantDocument } from "../../tenancy/index.ts";
import type { DatabaseTransaction } from "./connect.ts";
import { writeFlows } from "./import-flows.ts";

/** Makes one tenant as the document says: rows are inserted, changed in place, and removed where it is silent. */
export async function writeTenant(
  trx: DatabaseTransaction,
  document: TenantDocument,
  mintId: () => string,
): Promise<void> {
  const tenant = await writeTenantItself(trx, document, mintId);
  await addSkills(trx, tenant, document.skills);
  await writeGroups(trx, tenant, document.groups);
  await writeAgents(trx, tenant, document.agents, mintId);
  await writeQueues(trx, tenant, document.queues, mintId);
  await removeSkillsExcept(trx, tenant, document.skills);
  await writeFlows(trx, tenant, document.flows, mintId);
  await writeNumbers(trx, tenant, document.numbers);
}

async function writeTenantItself(
  trx: DatabaseTransaction,
  { key, name, quotas }: TenantDocument,
  mintId: () => string,
): Promise<string> {
  const changing = { name, concurrent_calls: quotas.concurrentCalls };
  const { id } = await trx
    .insertInto("tenants")
    .values({ id: mintId(), key, ...changing })
    .onConflict((conflict) => conflict.column("key").doUpdateSet(changing))
    .returning("id")
    .executeTakeFirstOrThrow();
  return id;
}

async function addSkills(trx: DatabaseTransaction, tenant: string, skills: readonly string[]): Promise<void> {
  await sql`
    insert into skills (tenant_id, key) select ${tenant}, unnest(${skills}::text[]) on conflict do nothing
  `.execute(trx);
}

async function writeGroups(
  trx: DatabaseTransaction,
  tenant: string,
  groups: readonly string[],
): Promise<void> {
  await sql`
    delete from agent_groups where tenant_id = ${tenant} and key <> all (${groups}::text[])
  `.execute(trx);
  await sql`
    insert into agent_groups (tenant_id, key) select ${tenant}, unnest(${groups}::text[]) on conflict do nothing
  `.execute(trx);
}

async function removeSkillsExcept(
  trx: DatabaseTransaction,
  tenant: string,
  skills: readonly string[],
): Promise<void> {
  await sql`delete from skills where tenant_id = ${tenant} and key <> all (${skills}::text[])`.execute(trx);
}

async function writeAgents(
  trx: DatabaseTransaction,
  tenant: string,
  agents: TenantDocument["agents"],
  mintId: () => string,
): Promise<void> {
  const rows = agents.map(({ skills: _, ...agent }) => ({ ...agent, id: mintId() }));
  const keys = agents.map(({ key }) => key);
  await sql`delete from agents where tenant_id = ${tenant} and key <> all (${keys}::text[])`.execute(trx);
  await sql`
    insert into agents (tenant_id, id, key, name, sip_username, groups, weight, capacity)
    select ${tenant}, id, key, name, "sipUsername", groups, weight, capacity
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row
      (id text, key text, name text, "sipUsername" text, groups text[], weight double precision, capacity jsonb)
    on conflict (tenant_id, key) do update set
      name = excluded.name, sip_username = excluded.sip_username, groups = excluded.groups,
      weight = excluded.weight, capacity = excluded.capacity
  `.execute(trx);
  const levels = levelsOf(agents.map(({ key, skills }) => ({ key, levels: skills })));
  await sql`
    delete from agent_skills held using agents
    where held.tenant_id = ${tenant} and agents.tenant_id = ${tenant} and agents.id = held.agent_id
      and (agents.key, held.skill) not in (select row.key, row.skill from ${levels})
  `.execute(trx);
  await sql`
    insert into agent_skills (tenant_id, agent_id, skill, level)
    select ${tenant}, agents.id, row.skill, row.level
    from ${levels} join agents on agents.tenant_id = ${tenant} and agents.key = row.key
    on conflict (tenant_id, agent_id, skill) do update set level = excluded.level
  `.execute(trx);
}

async function writeQueues(
  trx: DatabaseTransaction,
  tenant: string,
  queues: TenantDocument["queues"],
  mintId: () => string,
): Promise<void> {
  const rows = queues.map(({ key, name, ...rules }) => ({ id: mintId(), key, name, rules }));
  const keys = queues.map(({ key }) => key);
  await sql`delete from queues where tenant_id = ${tenant} and key <> all (${keys}::text[])`.execute(trx);
  await sql`
    insert into queues (tenant_id, id, key, name, rules)
    select ${tenant}, id, key, name, rules
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (id text, key text, name text, rules jsonb)
    on conflict (tenant_id, key) do update set name = excluded.name, rules = excluded.rules
  `.execute(trx);
}

/** Skill levels as rows to select from, `row (key, skill, level)`, where `key` is their owner's. */
function levelsOf(
  owners: readonly { readonly key: string; readonly levels: Readonly<Record<string, number>> }[],
) {
  const rows = owners.flatMap(({ key, levels }) =>
    Object.entries(levels).map(([skill, level]) => ({ key, skill, level })),
  );
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (key text, skill text, level smallint)`;
}

async function writeNumbers(
  trx: DatabaseTransaction,
  tenant: string,
  numbers: TenantDocument["numbers"],
): Promise<void> {
  const kept = numbers.map(({ number }) => number);
  await sql`delete from numbers where tenant_id = ${tenant} and number <> all (${kept}::text[])`.execute(trx);
  await sql`
    insert into numbers (tenant_id, number, flow_id)
    select ${tenant}, row.number, flows.id
    from jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) as row (number text, flow text)
    join flows on flows.tenant_id = ${tenant} and flows.key = row.flow
    on conflict (tenant_id, number) do update set flow_id = excluded.flow_id
  `.execute(trx);
}
