import type { AgentId, CallId, FlowId, TenantId } from "../ids.ts";
import type { PlatformConfig } from "../tenancy/index.ts";
import type { SwitchEvent } from "./ports.ts";
import type { AgentChange, AgentChangeResult, FeedBatch, Snapshot } from "./views.ts";

/** A call that admission let in; its caller leg is on its way to the softswitch. */
export interface AdmittedCall {
  readonly call: CallId;
  readonly tenant: TenantId;
  readonly number: string;
  readonly flow: FlowId;
  readonly caller: string;
}

/** The running centre: everything that happens comes in here, tenant by tenant, in order. */
export interface Dispatcher {
  /** Applies a configuration to new calls and to waiting ones, without losing age or order. */
  configure(platform: PlatformConfig): Promise<void>;
  /** Told before the caller leg is offered to the softswitch. */
  callAdmitted(call: AdmittedCall): void;
  /** The caller leg never reached the softswitch, or its dialog is over. Repeats are harmless. */
  callerGone(call: CallId): void;
  switchSaid(event: SwitchEvent): void;
  deviceChanged(tenant: TenantId, agent: AgentId, registered: boolean): void;
  /** Resolves when the change is written. Ready is refused while no device is registered. */
  changeAgent(tenant: TenantId, agent: AgentId, change: AgentChange): Promise<AgentChangeResult>;
  /** The tenant now, or undefined if there is none of that id. */
  snapshot(tenant: TenantId): Snapshot | undefined;
  /** Batches after the current snapshot, in order, until the returned function is called. */
  subscribe(tenant: TenantId, listener: (batch: FeedBatch) => void): () => void;
  /** Calls admitted and not yet ended. */
  liveCalls(tenant: TenantId): number;
}
