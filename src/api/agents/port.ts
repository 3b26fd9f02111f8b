import type { AgentChange, AgentChangeResult } from "../../dispatch/index.ts";
import type { AgentId, TenantId } from "../../ids.ts";

/** Where agents say what they want to be. */
export interface AgentDesk {
  /** Resolves when the change is written. */
  changeAgent(tenant: TenantId, agent: AgentId, change: AgentChange): Promise<AgentChangeResult>;
}
