import type { TenantId } from "../../ids.ts";

/** How many calls each tenant has, from admission until the caller is gone. */
export class LiveCalls {
  readonly #counts = new Map<TenantId, number>();

  of(tenant: TenantId): number {
    return this.#counts.get(tenant) ?? 0;
  }

  entered(tenant: TenantId): void {
    this.#counts.set(tenant, this.of(tenant) + 1);
  }

  left(tenant: TenantId): void {
    const count = this.of(tenant) - 1;
    if (count > 0) this.#counts.set(tenant, count);
    else this.#counts.delete(tenant);
  }
}
