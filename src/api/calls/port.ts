import type { ClaimOutcome } from "../../dispatch/index.ts";
import type { AgentId, CallId, TenantId } from "../../ids.ts";

/** Where agents pick calls that wait. */
export interface ClaimDesk {
  /** Resolves when the claim is written. */
  claim(tenant: TenantId, call: CallId, agent: AgentId): Promise<ClaimOutcome>;
}
