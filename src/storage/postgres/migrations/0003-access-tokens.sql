-- Tokens of the API. Only their SHA-256 is kept: whoever reads this table holds no token.
create table access_tokens (
  token_sha256 bytea primary key check (octet_length(token_sha256) = 32),
  tenant_id text not null references tenants (id) on delete cascade,
  role text not null check (role in ('agent', 'supervisor', 'admin')),
  created_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > created_at)
);
create index access_tokens_by_tenant on access_tokens (tenant_id, expires_at);
