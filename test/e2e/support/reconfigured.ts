import type { PlatformDocument } from "../../../src/tenancy/index.ts";
import { load, type Premises } from "./premises.ts";
import { takenUp } from "./taken-up.ts";

/**
 * Loads a document as an operator would; resolves when the server goes by it, with what a story must know of its
 * tenants. A document that changes a tenant must change the name of one of its agents.
 */
export async function reconfigured(premises: Premises, document: PlatformDocument): Promise<Premises> {
  const loaded = { ...premises, document, credentials: await load(premises, document) };
  await takenUp(loaded, document);
  return loaded;
}
