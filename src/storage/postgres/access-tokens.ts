import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { TenantId } from "../../ids.ts";
import type { Database } from "./connect.ts";

/** What a token's holder may do within its tenant. */
export const Role = z.enum(["agent", "supervisor", "admin"]);
export type Role = z.infer<typeof Role>;

export interface TokenRequest {
  readonly tenant: TenantId;
  readonly role: Role;
  /** Now, in epoch milliseconds. */
  readonly at: number;
  readonly livesForSeconds: number;
}

/** Whose behalf a request is made on. */
export interface TokenHolder {
  readonly tenant: TenantId;
  readonly role: Role;
}

/** `fn_` makes a leaked token recognisable; 32 random bytes make it unguessable. */
const shape = /^fn_[A-Za-z0-9_-]{43}$/;

/** Issues a token of the API. It is shown this once: only its hash is kept. Rejects when there is no such tenant. */
export async function issueToken(db: Database, request: TokenRequest): Promise<string> {
  const token = `fn_${randomBytes(32).toString("base64url")}`;
  await db
    .insertInto("access_tokens")
    .values({
      token_sha256: sha256Of(token),
      tenant_id: request.tenant,
      role: request.role,
      created_at: new Date(request.at),
      expires_at: new Date(request.at + request.livesForSeconds * 1_000),
    })
    .execute();
  return token;
}

/** Whose token it is at that moment (epoch milliseconds); undefined if unknown or past its time. */
export async function authenticate(
  db: Database,
  token: string,
  at: number,
): Promise<TokenHolder | undefined> {
  if (!shape.test(token)) return undefined;
  const row = await db
    .selectFrom("access_tokens")
    .select(["tenant_id", "role"])
    .where("token_sha256", "=", sha256Of(token))
    .where("expires_at", ">", new Date(at))
    .executeTakeFirst();
  return row && { tenant: TenantId(row.tenant_id), role: Role.parse(row.role) };
}

function sha256Of(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
