import { CallId, FlowId, TenantId, TrunkId } from "../../../../src/ids.ts";
import type { Binding, Bindings } from "../../../../src/telephony/drachtio/index.ts";
import type { Admission, Arrival, Occupancy, Refusal } from "../../../../src/tenancy/index.ts";

export const TENANT = TenantId("bookshop");
export const NUMBER = "98668";

/** Bindings that live as long as the test. */
export function memoryBindings(): Bindings {
  const users = new Map<string, Map<string, Binding>>();
  return {
    async put(username, binding) {
      users.set(username, (users.get(username) ?? new Map()).set(binding.contact, binding));
    },
    async remove(username, contact) {
      users.get(username)?.delete(contact);
    },
    list: async (username) => [...(users.get(username)?.values() ?? [])],
    all: async () =>
      [...users].flatMap(([username, bindings]) =>
        [...bindings.values()].map((binding) => ({ username, binding })),
      ),
  };
}

/** Admission as a test sets it up: trunks by their ports, one number, and one reason to refuse everything. */
export class TestAdmission {
  readonly trunkPorts = new Set<number>();
  refuse: Refusal | undefined;

  admit({ draining }: Occupancy, arrival: Arrival): Admission {
    if (draining) return { admitted: false, why: "draining" };
    const known = this.trunkPorts.has(arrival.source.port) || arrival.authenticatedAs !== undefined;
    if (!known) return { admitted: false, why: "unknown-trunk" };
    if (arrival.dialled !== NUMBER) return { admitted: false, why: "unknown-number" };
    if (this.refuse !== undefined) return { admitted: false, why: this.refuse };
    return {
      admitted: true,
      tenant: TENANT,
      trunk: TrunkId("carrier"),
      number: NUMBER,
      flow: FlowId("welcome"),
    };
  }
}

let calls = 0;

export function nextCallId(): CallId {
  calls += 1;
  return CallId(`c${String(calls).padStart(32, "0")}`);
}
