import type { FlowId, TenantId, TrunkId } from "../ids.ts";
import type { Flow } from "../ivr/index.ts";
import type { AgentProfile, Queue, Rental } from "../routing/index.ts";

/** A carrier's SIP peer, admitted by the address its requests come from, by digest, or either. */
export interface Trunk {
  readonly id: TrunkId;
  readonly key: string;
  readonly name: string;
  /** `address`, `address/prefix-length` or `address:port`. */
  readonly addresses: readonly string[];
  readonly sipUsername?: string;
}

/** An agent as configured. `sipUsername` is unique on the whole platform. */
export interface AgentConfig extends AgentProfile {
  readonly key: string;
  readonly name: string;
  readonly sipUsername: string;
}

/** A queue as configured: its expressions are read, and what its rules name by key is given by id. */
export interface QueueConfig extends Queue {
  readonly key: string;
  readonly name: string;
}

/** A flow's published version: what new calls walk. */
export interface PublishedFlow {
  readonly id: FlowId;
  readonly key: string;
  readonly version: number;
  readonly graph: Flow;
}

export interface Quotas {
  readonly concurrentCalls: number;
}

/** One tenant with all that routing, flows and admission need of it. */
export interface TenantConfig {
  readonly id: TenantId;
  readonly key: string;
  readonly name: string;
  readonly quotas: Quotas;
  /** Dialled number → the flow that answers it. */
  readonly numbers: ReadonlyMap<string, FlowId>;
  readonly agents: readonly AgentConfig[];
  readonly queues: readonly QueueConfig[];
  readonly flows: readonly PublishedFlow[];
}

/** The whole configuration at one version. The operator is a tenant too: its number answers like any other. */
export interface PlatformConfig {
  readonly version: number;
  readonly operator: TenantId;
  readonly trunks: readonly Trunk[];
  readonly tenants: readonly TenantConfig[];
  /** Who serves whom. A shared pool is here as one rental for each of its members. */
  readonly rentals: readonly Rental[];
}
