import type { AgentId, CallId, FlowId, TenantId, TrunkId } from "../../ids.ts";
import type { Admission, Arrival, Occupancy } from "../../tenancy/index.ts";
import type { Binding } from "./binding.ts";

/** H(username:realm:password) by each algorithm offered, as lower-case hex (RFC 7616 §3.4.2). */
export interface Ha1 {
  readonly md5: string;
  readonly sha256: string;
}

/** Whose SIP user name it is, and what proves it. */
export type Credential =
  | { readonly kind: "agent"; readonly tenant: TenantId; readonly agent: AgentId; readonly ha1: Ha1 }
  | { readonly kind: "trunk"; readonly trunk: TrunkId; readonly ha1: Ha1 };

/** Who may prove to be whom. */
export interface Credentials {
  /** Undefined: nobody has that user name. */
  lookup(username: string): Promise<Credential | undefined>;
}

/** Where devices are registered; outlives the process. Bindings past their `expiresAt` need not be returned. */
export interface Bindings {
  /** Adds the binding, or replaces the one with the same `contact`. */
  put(username: string, binding: Binding): Promise<void>;
  /** Removes the binding with exactly that `contact`; none is fine. */
  remove(username: string, contact: string): Promise<void>;
  list(username: string): Promise<readonly Binding[]>;
  /** Every binding of everyone, read once at the start. */
  all(): Promise<readonly { readonly username: string; readonly binding: Binding }[]>;
}

/** Decides whether a call may enter. Asked once for each INVITE of a trunk, twice where digest is needed. */
export interface AdmissionDesk {
  admit(occupancy: Occupancy, arrival: Arrival): Admission;
}

/** Told of calls, in this order: `callAdmitted`, then `callerGone` exactly once. */
export interface CallEvents {
  /** The INVITE to the softswitch follows. */
  callAdmitted(call: {
    readonly call: CallId;
    readonly tenant: TenantId;
    readonly number: string;
    readonly flow: FlowId;
    readonly caller: string;
  }): void;
  /** The caller's dialog is over (`hung-up`), or the platform ended it or let it never come to be (`failed`). */
  callerGone(call: CallId, why: "hung-up" | "failed"): void;
}

/** Told when an agent's first device registers, and when the last one is gone. */
export interface DeviceEvents {
  deviceChanged(tenant: TenantId, agent: AgentId, registered: boolean): void;
}

/** Chance comes in through here. */
export interface Ids {
  callId(): CallId;
  /** Text of letters and digits that nobody can guess, at least 64 bits of it. */
  token(): string;
}
