import { setTimeout as pause } from "node:timers/promises";
import type { PlatformDocument } from "../../../src/tenancy/index.ts";
import type { Premises } from "./premises.ts";
import { TenantApi } from "./tenant-api.ts";

const withinMs = 60_000;

/**
 * Resolves when the server goes by this document, as far as its agents tell: prompts are made first, so that takes a
 * moment. The document must change an agent's name for a later edition to be told from an earlier.
 */
export async function takenUp(
  { apiUrl, credentials }: Premises,
  { tenants }: PlatformDocument,
): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (const { key, agents } of tenants) {
    const api = new TenantApi(apiUrl, credentials.tokens[key] ?? "");
    const wanted = agents.map(({ name }) => name).sort();
    while ((await namesAt(api)).join() !== wanted.join()) {
      if (Date.now() > deadline) throw new Error(`the server did not take up the tenant ${key}`);
      await pause(50);
    }
  }
}

/** None while the tenant is not known yet. */
async function namesAt(api: TenantApi): Promise<readonly string[]> {
  const agents = await api.agents().catch(() => []);
  return agents.map(({ name }) => name).sort();
}
