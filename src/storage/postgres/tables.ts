import type { ColumnType, Generated, GeneratedAlways } from "kysely";

/** A `timestamptz`: read and written as a Date, for that is what the driver speaks. */
type Moment = Date;
/** A `bigint`, read as text because it may exceed a number's precision. */
type BigInteger = ColumnType<string, string | number, string | number>;

/** A `jsonb`: written as text, read as whatever it holds. */
type Document = ColumnType<unknown, string, string>;

interface OwnedByTenant {
  tenant_id: string;
}

/** The tables of `migrations/`, as queries see them. */
export interface Tables {
  platform: { operator_tenant_id: string | null; config_version: BigInteger };
  tenants: { id: string; key: string; name: string; concurrent_calls: number; created_at: Generated<Moment> };
  trunks: { id: string; key: string; name: string; addresses: string[]; sip_username: string | null };
  skills: OwnedByTenant & { key: string };
  agents: OwnedByTenant & {
    id: string;
    key: string;
    name: string;
    sip_username: string;
    groups: string[];
    weight: number;
    capacity: Document | null;
  };
  agent_skills: OwnedByTenant & { agent_id: string; skill: string; level: number };
  agent_groups: OwnedByTenant & { key: string };
  queues: OwnedByTenant & { id: string; key: string; name: string; rules: Document };
  rentals: {
    id: string;
    key: string;
    lender_tenant_id: string;
    renter_tenant_id: string;
    terms: Document;
  };
  shared_pools: { id: string; key: string; lender_tenant_id: string; terms: Document };
  shared_pool_members: OwnedByTenant & { pool_id: string; weight: number; cap: number | null };
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
