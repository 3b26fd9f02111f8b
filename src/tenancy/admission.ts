import type { FlowId, TenantId, TrunkId } from "../ids.ts";
import type { PlatformConfig } from "./platform.ts";

/** A trunk's INVITE, as far as admission looks at it. */
export interface Arrival {
  /** Where the request came from. */
  readonly source: { readonly address: string; readonly port: number };
  /** The user part of the request-URI. */
  readonly dialled: string;
  /** The SIP user name proven by digest, if any. */
  readonly authenticatedAs?: string;
}

/** Why a call is not taken. Each maps to one SIP response. */
export type Refusal = "unknown-trunk" | "unknown-number" | "over-quota" | "draining";

export type Admission =
  | { readonly admitted: true; readonly tenant: TenantId; readonly trunk: TrunkId; readonly number: string; readonly flow: FlowId }
  | { readonly admitted: false; readonly why: Refusal };

/** What admission must know of the moment. */
export interface Occupancy {
  readonly draining: boolean;
  /** Live calls of a tenant, the one that arrives not counted. */
  liveCalls(tenant: TenantId): number;
}

/** Decides whether a call may enter, and whose it is. */
export declare function admit(platform: PlatformConfig, occupancy: Occupancy, arrival: Arrival): Admission;
