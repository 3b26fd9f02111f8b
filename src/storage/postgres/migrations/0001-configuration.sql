-- What the platform is configured to be: its tenants, and what each owns.
--
-- Every table that a tenant owns has tenant_id first in its primary key, and every reference between such tables
-- carries tenant_id along, so that no row can refer to another tenant's, and row-level security can be put on
-- tenant_id alone. Ids are minted outside and opaque here; keys are what people write in documents.

create domain config_key as text check (value ~ '^[a-z][a-z0-9-]{0,62}$');
create domain display_name as text check (char_length(value) between 1 and 200);
create domain skill_level as smallint check (value between 1 and 10);

create table tenants (
  id text primary key,
  key config_key not null unique,
  name display_name not null,
  concurrent_calls integer not null check (concurrent_calls between 1 and 100000),
  created_at timestamptz not null default now()
);

-- One row. config_version counts configuration changes; the triggers at the end raise it.
create table platform (
  only_row boolean primary key default true check (only_row),
  operator_tenant_id text references tenants (id),
  config_version bigint not null default 0
);
insert into platform default values;

create table trunks (
  id text primary key,
  key config_key not null unique,
  name display_name not null,
  addresses text[] not null default '{}',
  sip_username text,
  constraint trunks_sip_username_once unique (sip_username) deferrable initially deferred,
  constraint trunks_credential_target unique (id, sip_username)
);

create table skills (
  tenant_id text not null references tenants (id) on delete cascade,
  key config_key not null,
  primary key (tenant_id, key)
);

create table agents (
  tenant_id text not null references tenants (id) on delete cascade,
  id text not null,
  key config_key not null,
  name display_name not null,
  sip_username text not null,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  -- Deferred, so that two agents can exchange names in one transaction.
  constraint agents_sip_username_once unique (sip_username) deferrable initially deferred,
  constraint agents_credential_target unique (tenant_id, id, sip_username)
);

create table agent_skills (
  tenant_id text not null,
  agent_id text not null,
  skill text not null,
  level skill_level not null,
  primary key (tenant_id, agent_id, skill),
  foreign key (tenant_id, agent_id) references agents (tenant_id, id) on delete cascade,
  foreign key (tenant_id, skill) references skills (tenant_id, key)
);
create index agent_skills_by_skill on agent_skills (tenant_id, skill);

create table queues (
  tenant_id text not null references tenants (id) on delete cascade,
  id text not null,
  key config_key not null,
  name display_name not null,
  ring_for_seconds double precision not null check (ring_for_seconds between 3 and 120),
  wrap_up_seconds double precision not null check (wrap_up_seconds between 0 and 3600),
  primary key (tenant_id, id),
  unique (tenant_id, key)
);

-- A table, not a document in queues: so the database itself keeps a queue from requiring a skill its tenant lacks.
create table queue_requirements (
  tenant_id text not null,
  queue_id text not null,
  skill text not null,
  minimum_level skill_level not null,
  primary key (tenant_id, queue_id, skill),
  foreign key (tenant_id, queue_id) references queues (tenant_id, id) on delete cascade,
  foreign key (tenant_id, skill) references skills (tenant_id, key)
);
create index queue_requirements_by_skill on queue_requirements (tenant_id, skill);

-- A flow that is taken out of use keeps its row and versions, for calls and history that walked them.
create table flows (
  tenant_id text not null references tenants (id) on delete cascade,
  id text not null,
  key config_key not null,
  name display_name not null,
  published_version integer,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);

create table flow_versions (
  tenant_id text not null,
  flow_id text not null,
  version integer not null check (version >= 1),
  document jsonb not null check (jsonb_typeof(document) = 'object'),
  published_at timestamptz not null default now(),
  primary key (tenant_id, flow_id, version),
  foreign key (tenant_id, flow_id) references flows (tenant_id, id) on delete cascade
);

alter table flows add constraint flows_published_version_exists
  foreign key (tenant_id, id, published_version) references flow_versions (tenant_id, flow_id, version)
  deferrable initially deferred;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'a published flow version never changes: publish another';
end $$;

create trigger flow_versions_are_immutable before update on flow_versions
  for each row execute function refuse_change();

create table numbers (
  tenant_id text not null references tenants (id) on delete cascade,
  number text not null check (number ~ '^\+?[0-9]{3,15}$'),
  flow_id text not null,
  -- +8610… and 8610… are dialled alike, so they cannot belong to two tenants.
  digits text not null generated always as (ltrim(number, '+')) stored,
  primary key (tenant_id, number),
  -- Deferred, so that a number can pass from one tenant to another in one transaction.
  constraint numbers_one_owner unique (digits) deferrable initially deferred,
  foreign key (tenant_id, flow_id) references flows (tenant_id, id)
);
create index numbers_by_flow on numbers (tenant_id, flow_id);

-- HA1 of RFC 7616 and RFC 8760 in lower-case hex, never the password. A user name belongs to one agent or one trunk;
-- a row follows its owner's name, for a hash made with another name proves nothing.
create table sip_credentials (
  username text primary key,
  tenant_id text,
  agent_id text,
  trunk_id text,
  ha1_md5 text not null check (ha1_md5 ~ '^[0-9a-f]{32}$'),
  ha1_sha256 text not null check (ha1_sha256 ~ '^[0-9a-f]{64}$'),
  constraint sip_credentials_one_owner check (
    (tenant_id is not null and agent_id is not null and trunk_id is null)
    or (tenant_id is null and agent_id is null and trunk_id is not null)
  ),
  -- Deferred, so that an owner's name and its hash can change one after the other.
  foreign key (tenant_id, agent_id, username) references agents (tenant_id, id, sip_username)
    on delete cascade deferrable initially deferred,
  foreign key (trunk_id, username) references trunks (id, sip_username)
    on delete cascade deferrable initially deferred
);
create index sip_credentials_by_agent on sip_credentials (tenant_id, agent_id);
create index sip_credentials_by_trunk on sip_credentials (trunk_id);

-- Whoever changes the configuration, by whatever statement, raises its version and wakes the nodes in that same
-- transaction, once. A row written back unchanged is no change.
create function configuration_changed() returns trigger language plpgsql as $$
declare
  transaction text := pg_current_xact_id()::text;
begin
  if current_setting('fivenines.configured_in', true) is distinct from transaction then
    perform set_config('fivenines.configured_in', transaction, true);
    update platform set config_version = config_version + 1;
    perform pg_notify('fivenines_config', '');
  end if;
  return null;
end $$;

do $$
declare
  configured text;
begin
  foreach configured in array array[
    'tenants', 'trunks', 'skills', 'agents', 'agent_skills', 'queues', 'queue_requirements', 'flows', 'numbers'
  ] loop
    execute format(
      'create trigger configuration_grew_or_shrank after insert or delete on %I
         for each row execute function configuration_changed()', configured);
    execute format(
      'create trigger configuration_changed after update on %I
         for each row when (old.* is distinct from new.*) execute function configuration_changed()', configured);
  end loop;
end $$;

create trigger operator_changed after update of operator_tenant_id on platform
  for each row when (old.operator_tenant_id is distinct from new.operator_tenant_id)
  execute function configuration_changed();
