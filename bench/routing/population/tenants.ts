import { TenantId } from "../../../src/ids.ts";

/** One tenant's part of the cell. */
export interface Tenant {
  readonly id: TenantId;
  /** Its part of all agents and of all queues. */
  readonly share: number;
  /** True: its agents keep up and some are idle. False: more calls come than are served, and callers give up. */
  readonly calm: boolean;
}

/** The same at every scale, so that a larger cell has larger tenants rather than more of them. */
export const tenants: readonly Tenant[] = [
  { id: TenantId("tenant-0"), share: 0.4, calm: false },
  { id: TenantId("tenant-1"), share: 0.25, calm: true },
  { id: TenantId("tenant-2"), share: 0.2, calm: false },
  { id: TenantId("tenant-3"), share: 0.1, calm: false },
  { id: TenantId("tenant-4"), share: 0.05, calm: true },
];

/** The nth of so many belongs to this tenant, by the tenants' shares. */
export function tenantOf(nth: number, of: number): Tenant {
  let upTo = 0;
  for (const tenant of tenants) {
    upTo += tenant.share;
    if (nth < Math.round(upTo * of)) return tenant;
  }
  throw new RangeError(`there is no ${nth} of ${of}`);
}
