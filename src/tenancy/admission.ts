import type { FlowId, TenantId, TrunkId } from "../ids.ts";
import type { Directory } from "./directory.ts";
import type { Source } from "./peer.ts";
import type { Trunk } from "./platform.ts";

/** A trunk's INVITE, as far as admission looks at it. */
export interface Arrival {
  /** Where the request came from. */
  readonly source: Source;
  /** The user part of the request-URI. */
  readonly dialled: string;
  /** The SIP user name proven by digest, if any. */
  readonly authenticatedAs?: string;
}

/** Why a call is not taken. Each maps to one SIP response. */
export type Refusal = "unknown-trunk" | "unknown-number" | "over-quota" | "draining";

/** The verdict. `number` is the number as configured, which may differ from what was dialled by a leading `+`. */
export type Admission =
  | {
      readonly admitted: true;
      readonly tenant: TenantId;
      readonly trunk: TrunkId;
      readonly number: string;
      readonly flow: FlowId;
    }
  | { readonly admitted: false; readonly why: Refusal };

/** What admission must know of the moment. */
export interface Occupancy {
  readonly draining: boolean;
  /** Live calls of a tenant, the one that arrives not counted. */
  liveCalls(tenant: TenantId): number;
}

/**
 * Decides whether a call may enter, and whose it is. The trunk is asked for before the number, so that strangers hear
 * the same whatever they dial and learn nothing of the numbers here.
 */
export function admit(directory: Directory, occupancy: Occupancy, arrival: Arrival): Admission {
  if (occupancy.draining) return refused("draining");
  const trunk = trunkOf(directory, arrival);
  if (trunk === undefined) return refused("unknown-trunk");
  const entry = directory.numberDialled(arrival.dialled);
  if (entry === undefined) return refused("unknown-number");
  const { tenant, number, flow } = entry;
  if (occupancy.liveCalls(tenant.id) >= tenant.quotas.concurrentCalls) return refused("over-quota");
  return { admitted: true, tenant: tenant.id, trunk: trunk.id, number, flow };
}

function trunkOf(directory: Directory, { authenticatedAs, source }: Arrival): Trunk | undefined {
  const proven = authenticatedAs === undefined ? undefined : directory.trunkBySipUsername(authenticatedAs);
  return proven ?? directory.trunkAt(source);
}

function refused(why: Refusal): Admission {
  return { admitted: false, why };
}
