-- Queues with steps, agents in groups, and agents who serve other tenants.

-- The rules are a document: what it names of the tenant it names by key, resolved when the configuration is loaded, so
-- that a newer node may write what an older one need not know. What a queue required before becomes its only step.
alter table queues add column rules jsonb check (jsonb_typeof(rules) = 'object');
update queues set rules = jsonb_build_object(
  'steps', jsonb_build_array(jsonb_build_object('eligible', coalesce(
    (select string_agg(required.skill || ' >= ' || required.minimum_level, ' && ' order by required.skill collate "C")
       from queue_requirements required
       where required.tenant_id = queues.tenant_id and required.queue_id = queues.id),
    'anyone'))),
  'ringForSeconds', ring_for_seconds,
  'wrapUpSeconds', wrap_up_seconds);
alter table queues
  alter column rules set not null,
  drop column ring_for_seconds,
  drop column wrap_up_seconds;
drop table queue_requirements;

create table agent_groups (
  tenant_id text not null references tenants (id) on delete cascade,
  key config_key not null,
  primary key (tenant_id, key)
);

alter table agents
  add column groups text[] not null default '{}',
  add column weight double precision not null default 1 check (weight > 0),
  -- Absent: one voice call at a time.
  add column capacity jsonb check (jsonb_typeof(capacity) = 'object');

-- Contracts are the platform's: they concern two tenants, and go with either. Their terms are documents as a queue's
-- rules are; the agents they name by key are the lender's.
create table rentals (
  id text primary key,
  key config_key not null unique,
  lender_tenant_id text not null references tenants (id) on delete cascade,
  renter_tenant_id text not null references tenants (id) on delete cascade,
  terms jsonb not null check (jsonb_typeof(terms) = 'object'),
  check (lender_tenant_id <> renter_tenant_id)
);
create index rentals_by_lender on rentals (lender_tenant_id);
create index rentals_by_renter on rentals (renter_tenant_id);

create table shared_pools (
  id text primary key,
  key config_key not null unique,
  lender_tenant_id text not null references tenants (id) on delete cascade,
  terms jsonb not null check (jsonb_typeof(terms) = 'object')
);
create index shared_pools_by_lender on shared_pools (lender_tenant_id);

create table shared_pool_members (
  pool_id text not null references shared_pools (id) on delete cascade,
  tenant_id text not null references tenants (id) on delete cascade,
  weight double precision not null check (weight > 0),
  cap integer check (cap >= 1),
  primary key (pool_id, tenant_id)
);
create index shared_pool_members_by_tenant on shared_pool_members (tenant_id);

do $$
declare
  configured text;
begin
  foreach configured in array array['agent_groups', 'rentals', 'shared_pools', 'shared_pool_members'] loop
    execute format(
      'create trigger configuration_grew_or_shrank after insert or delete on %I
         for each row execute function configuration_changed()', configured);
    execute format(
      'create trigger configuration_changed after update on %I
         for each row when (old.* is distinct from new.*) execute function configuration_changed()', configured);
  end loop;
end $$;
