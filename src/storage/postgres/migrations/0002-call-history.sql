-- One row per call that ended. Agents, queues and flows named here may be gone from the configuration since, so only
-- the tenant is a foreign key. Times are taken as they were measured: a clock that stepped back must not make a record
-- unwritable.
create table call_history (
  tenant_id text not null references tenants (id),
  call_id text not null,
  number text not null,
  caller text not null,
  flow_id text not null,
  flow_version integer not null,
  arrived_at timestamptz not null,
  queue_id text,
  queued_at timestamptz,
  agent_id text,
  answered_at timestamptz,
  ended_at timestamptz not null,
  ended_by text not null check (ended_by in ('caller', 'agent', 'flow', 'platform')),
  outcome text not null check (outcome in ('answered', 'abandoned', 'left-in-flow', 'completed-in-flow', 'lost')),
  offers integer not null check (offers >= 0),
  primary key (tenant_id, call_id)
);
create index call_history_by_end on call_history (tenant_id, ended_at desc, call_id);
