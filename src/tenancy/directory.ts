import type { FlowId } from "../ids.ts";
import { type Source, trunksByAddress } from "./peer.ts";
import type { AgentConfig, PlatformConfig, TenantConfig, Trunk } from "./platform.ts";

/** A number as configured, whose it is and the flow that answers it. */
export interface NumberEntry {
  readonly tenant: TenantConfig;
  readonly number: string;
  readonly flow: FlowId;
}

/** An agent, and the tenant whose agent it is. */
export interface AgentEntry {
  readonly tenant: TenantConfig;
  readonly agent: AgentConfig;
}

/** One configuration's indexes: who is meant by a number, an address or a SIP user name. */
export interface Directory {
  /** Found as dialled, else with the `+` of E.164 added or taken away. */
  numberDialled(dialled: string): NumberEntry | undefined;
  trunkAt(source: Source): Trunk | undefined;
  trunkBySipUsername(username: string): Trunk | undefined;
  agentBySipUsername(username: string): AgentEntry | undefined;
}

/** Indexes a configuration, once for all the calls that come under it. */
export function directoryOf({ tenants, trunks }: PlatformConfig): Directory {
  const numbers = new Map(tenants.flatMap(numbersOf).map((entry) => [entry.number, entry]));
  const agents = new Map(tenants.flatMap(agentsOf).map((entry) => [entry.agent.sipUsername, entry]));
  const trunksByUsername = new Map(
    trunks.flatMap((trunk) => (trunk.sipUsername === undefined ? [] : [[trunk.sipUsername, trunk]])),
  );
  return {
    numberDialled: (dialled) => numbers.get(dialled) ?? numbers.get(otherForm(dialled)),
    trunkAt: trunksByAddress(trunks),
    trunkBySipUsername: (username) => trunksByUsername.get(username),
    agentBySipUsername: (username) => agents.get(username),
  };
}

function numbersOf(tenant: TenantConfig): readonly NumberEntry[] {
  return [...tenant.numbers].map(([number, flow]) => ({ tenant, number, flow }));
}

function agentsOf(tenant: TenantConfig): readonly AgentEntry[] {
  return tenant.agents.map((agent) => ({ tenant, agent }));
}

function otherForm(dialled: string): string {
  return dialled.startsWith("+") ? dialled.slice(1) : `+${dialled}`;
}
