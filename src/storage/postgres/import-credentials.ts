import { sql } from "kysely";
import type { PlatformDocument } from "../../tenancy/index.ts";
import type { DatabaseTransaction } from "./connect.ts";
import { ha1Of } from "./ha1.ts";
import { Refused } from "./import-result.ts";

interface Owner {
  readonly username: string;
  readonly tenant_id: string | null;
  readonly agent_id: string | null;
  readonly trunk_id: string | null;
}

/**
 * Keeps the hashes of the passwords given, for agents and trunks that are written already. Returns the SIP user names
 * of the document that have none, neither given nor kept from before.
 */
export async function writeCredentials(
  trx: DatabaseTransaction,
  document: PlatformDocument,
  { passwords, realm }: { readonly passwords: ReadonlyMap<string, string>; readonly realm: string },
): Promise<readonly string[]> {
  const usernames = usernamesOf(document);
  await forgetFormerNames(trx);
  for (const owner of await ownersOf(trx, usernames)) {
    const password = passwords.get(owner.username);
    if (password !== undefined) await writeCredential(trx, owner, ha1Of(owner.username, realm, password));
  }
  const kept = await trx
    .selectFrom("sip_credentials")
    .select("username")
    .where((eb) => eb("username", "=", eb.fn.any(eb.val(usernames))))
    .execute();
  const known = new Set(kept.map(({ username }) => username));
  return usernames.filter((username) => !known.has(username));
}

function usernamesOf(document: PlatformDocument): string[] {
  const agents = document.tenants.flatMap((tenant) => tenant.agents.map(({ sipUsername }) => sipUsername));
  const trunks = document.trunks.flatMap(({ sipUsername }) => sipUsername ?? []);
  return [...agents, ...trunks];
}

/** A hash goes with the name it was made of: its owner goes by another one now. */
async function forgetFormerNames(trx: DatabaseTransaction): Promise<void> {
  await sql`
    delete from sip_credentials held
    where not exists (
        select from agents
        where agents.tenant_id = held.tenant_id and agents.id = held.agent_id and agents.sip_username = held.username)
      and not exists (select from trunks where trunks.id = held.trunk_id and trunks.sip_username = held.username)
  `.execute(trx);
}

async function ownersOf(trx: DatabaseTransaction, usernames: readonly string[]): Promise<readonly Owner[]> {
  const { rows } = await sql<Owner>`
    select sip_username as username, tenant_id, id as agent_id, null as trunk_id
    from agents where sip_username = any (${usernames}::text[])
    union all
    select sip_username, null, null, id from trunks where sip_username = any (${usernames}::text[])
  `.execute(trx);
  return rows;
}

async function writeCredential(
  trx: DatabaseTransaction,
  owner: Owner,
  { md5, sha256 }: { readonly md5: string; readonly sha256: string },
): Promise<void> {
  const written = await trx
    .insertInto("sip_credentials")
    .values({ ...owner, ha1_md5: md5, ha1_sha256: sha256 })
    .onConflict((conflict) =>
      conflict
        .column("username")
        .doUpdateSet({ ha1_md5: md5, ha1_sha256: sha256 })
        .where(sql<boolean>`(sip_credentials.tenant_id, sip_credentials.agent_id, sip_credentials.trunk_id)
          is not distinct from (excluded.tenant_id, excluded.agent_id, excluded.trunk_id)`),
    )
    .returning("username")
    .executeTakeFirst();
  if (written === undefined) throw new Refused({ why: "sip-username-taken", sipUsername: owner.username });
}
