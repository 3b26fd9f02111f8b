import type { TenantId } from "../../ids.ts";

/** What a token's holder may do within the tenant. */
type Role = "admin" | "supervisor" | "agent";

/** Whom a token speaks for. The tenant of every request comes from here and nowhere else. */
export interface Access {
  readonly tenant: TenantId;
  readonly role: Role;
}

/** Knows which tokens are good now. */
export interface Tokens {
  /** Undefined for a token that is unknown, expired or revoked. */
  authenticate(token: string): Promise<Access | undefined>;
}
