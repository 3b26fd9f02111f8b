import type { z } from "zod";
import type { Database, ImportResult } from "../../../src/storage/postgres/index.ts";
import { importPlatform } from "../../../src/storage/postgres/index.ts";
import { type PlatformConfig, PlatformDocument, type TenantDocument } from "../../../src/tenancy/index.ts";

/** A platform as people write it: without what has a default. */
export type Written = z.input<typeof PlatformDocument>;
export type WrittenTenant = Written["tenants"][number];

/** A graph that says one thing and hangs up. */
export function goodbye(text: string): WrittenTenant["flows"][number]["graph"] {
  return { start: "bye", nodes: { bye: { do: "goodbye", say: { en: text } } } };
}

/** A publisher with two agents, a queue and a flow, unless told otherwise. */
export function publisher(changes: Partial<WrittenTenant> = {}): WrittenTenant {
  return {
    key: "xingkong",
    name: "北京星空出版社",
    quotas: { concurrentCalls: 10 },
    skills: ["orders", "english"],
    numbers: [{ number: "98668", flow: "main" }],
    agents: [
      { key: "a801", name: "王芳", sipUsername: "98668-801", skills: { orders: 8, english: 3 } },
      { key: "a802", name: "李伟", sipUsername: "98668-802", skills: { orders: 5 } },
    ],
    queues: [{ key: "orders", name: "订购", steps: [{ eligible: "orders >= 4" }], wrapUpSeconds: 2.5 }],
    flows: [{ key: "main", name: "总机", graph: goodbye("Welcome to Star Sky.") }],
    ...changes,
  };
}

/** A chess academy with one agent and a flow. */
export function academy(changes: Partial<WrittenTenant> = {}): WrittenTenant {
  return {
    key: "qiyuan",
    name: "四川棋院",
    quotas: { concurrentCalls: 5 },
    skills: ["courses"],
    numbers: [{ number: "98667", flow: "main" }],
    agents: [{ key: "a801", name: "陈静", sipUsername: "98667-801", skills: { courses: 7 } }],
    queues: [{ key: "courses", name: "课程", steps: [{ eligible: "courses" }] }],
    flows: [{ key: "main", name: "总机", graph: goodbye("Welcome to the academy.") }],
    ...changes,
  };
}

/** A document of these tenants, the first of whom operates the platform. */
export function platformOf(
  tenants: readonly WrittenTenant[],
  trunks: Written["trunks"] = [],
  contracts: Pick<Written, "rentals" | "sharedPools"> = {},
): PlatformDocument {
  return PlatformDocument.parse({ operator: tenants[0]?.key, trunks, tenants, ...contracts });
}

/** Every SIP user name of a document, with a password that goes with it. */
export function passwordsFor(document: PlatformDocument): Map<string, string> {
  const agents = document.tenants.flatMap((tenant: TenantDocument) =>
    tenant.agents.map((agent) => agent.sipUsername),
  );
  const trunks = document.trunks.flatMap((trunk) => trunk.sipUsername ?? []);
  return new Map([...agents, ...trunks].map((username) => [username, `secret of ${username}`]));
}

let minted = 0;

/** Imports with a password for everyone, unless told otherwise. */
export function importInto(
  db: Database,
  document: PlatformDocument,
  passwords: ReadonlyMap<string, string> = passwordsFor(document),
): Promise<ImportResult> {
  return importPlatform(db, document, { passwords, realm: "fivenines", mintId: () => `id-${++minted}` });
}

/** A platform without its ids and versions: what the document said. */
export function contentOf({ tenants, trunks, rentals }: PlatformConfig): unknown {
  const keyOf = new Map<string, string>(
    tenants.flatMap((tenant) => [
      [tenant.id, tenant.key] as const,
      ...[...tenant.agents, ...tenant.queues].map(({ id, key }) => [id, `${tenant.key}/${key}`] as const),
    ]),
  );
  const content = {
    trunks: trunks.map(({ id: _, ...trunk }) => trunk),
    tenants: tenants.map(({ id: _, agents, queues, flows, numbers, ...tenant }) => ({
      ...tenant,
      agents: agents.map(({ id: _, tenant: __, ...agent }) => agent),
      queues: queues.map(({ id: _, tenant: __, ...queue }) => queue),
      flows: flows.map(({ key, graph }) => ({ key, graph })),
      numbers: [...numbers].map(([number, flow]) => [number, flows.find(({ id }) => id === flow)?.key]),
    })),
    rentals: rentals.map(({ id: _, ...rental }) => rental),
  };
  // Lists of agents, targets of overflow and renters hold ids: here their keys stand for them.
  return JSON.parse(JSON.stringify(content), (_, value: unknown) =>
    typeof value === "string" ? (keyOf.get(value) ?? value) : value,
  );
}
