import type { ColumnType, Generated, GeneratedAlways } from "kysely";

/** A `timestamptz`: read and written as a Date, for that is what the driver speaks. */
type Moment = Date;
/** A `bigint`, read as text because it may exceed a number's precision. */
type BigInteger = ColumnType<string, string | number, string | number>;

interface OwnedByTenant {
  tenant_id: string;
}

/** The tables of `migrations/`, as queries see them. */
export interface Tables {
  platform: { operator_tenant_id: string | null; config_version: BigInteger };
  tenants: { id: string; key: string; name: string; concurrent_calls: number; created_at: Generated<Moment> };
  trunks: { id: string; key: string; name: string; addresses: string[]; sip_username: string | null };
  skills: OwnedByTenant & { key: string };
  agents: OwnedByTenant & { id: string; key: string; name: string; sip_username: string };
  agent_skills: OwnedByTenant & { agent_id: string; skill: string; level: number };
  queues: OwnedByTenant & {
    id: string;
    key: string;
    name: string;
    ring_for_seconds: number;
    wrap_up_seconds: number;
  };
  queue_requirements: OwnedByTenant & { queue_id: string; skill: string; minimum_level: number };
  flows: OwnedByTenant & { id: string; key: string; name: string; published_version: number | null };
  flow_versions: OwnedByTenant & {
    flow_id: string;
    version: number;
    document: ColumnType<unknown, string, never>;
    published_at: Generated<Moment>;
  };
  numbers: OwnedByTenant & { number: string; flow_id: string; digits: GeneratedAlways<string> };
  sip_credentials: {
    username: string;
    tenant_id: string | null;
    agent_id: string | null;
    trunk_id: string | null;
    ha1_md5: string;
    ha1_sha256: string;
  };
  call_history: OwnedByTenant & {
    call_id: string;
    number: string;
    caller: string;
    flow_id: string;
    flow_version: number;
    arrived_at: Moment;
    queue_id: string | null;
    queued_at: Moment | null;
    agent_id: string | null;
    answered_at: Moment | null;
    ended_at: Moment;
    ended_by: string;
    outcome: string;
    offers: number;
  };
  access_tokens: OwnedByTenant & {
    token_sha256: Buffer;
    role: string;
    created_at: Moment;
    expires_at: Moment;
  };
  applied_migrations: { name: string; sha256: string; applied_at: Generated<Moment> };
}
