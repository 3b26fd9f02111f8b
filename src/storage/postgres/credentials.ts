import { AgentId, TenantId, TrunkId } from "../../ids.ts";
import type { Database } from "./connect.ts";
import type { Ha1 } from "./ha1.ts";

/** Who a SIP user name belongs to, with what digest authentication needs to know them by. */
export type SipCredentials =
  | { readonly kind: "agent"; readonly tenant: TenantId; readonly agent: AgentId; readonly ha1: Ha1 }
  | { readonly kind: "trunk"; readonly trunk: TrunkId; readonly ha1: Ha1 };

/** Looks a SIP user name up; undefined if nobody has it. */
export async function credentialsOf(db: Database, username: string): Promise<SipCredentials | undefined> {
  if (username.includes("\0")) return undefined;
  const row = await db
    .selectFrom("sip_credentials")
    .select(["tenant_id", "agent_id", "trunk_id", "ha1_md5", "ha1_sha256"])
    .where("username", "=", username)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const ha1 = { md5: row.ha1_md5, sha256: row.ha1_sha256 };
  if (row.trunk_id !== null) return { kind: "trunk", trunk: TrunkId(row.trunk_id), ha1 };
  if (row.tenant_id === null || row.agent_id === null) return undefined;
  return { kind: "agent", tenant: TenantId(row.tenant_id), agent: AgentId(row.agent_id), ha1 };
}
