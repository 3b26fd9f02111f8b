-- Who talked with which caller lately: read once for each tenant when a server takes it up.
create index call_history_by_answer on call_history (tenant_id, answered_at desc)
  where agent_id is not null and answered_at is not null;
