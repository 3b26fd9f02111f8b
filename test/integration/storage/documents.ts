import type { z } from "zod";
import type { Database, ImportResult } from "../../../src/storage/postgres/index.ts";
import { importPlatform } from "../../../src/storage/postgres/index.ts";
import { type PlatformConfig, PlatformDocument, type TenantDocument } from "../../../src/tenancy/index.ts";

type Written = z.input<typeof PlatformDocument>;
type WrittenTenant = Written["tenants"][number];

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
    queues: [
      { key: "orders", name: "订购", requires: { orders: 4 }, ringForSeconds: 15, wrapUpSeconds: 2.5 },
    ],
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
    queues: [{ key: "courses", name: "课程", requires: { courses: 1 } }],
    flows: [{ key: "main", name: "总机", graph: goodbye("Welcome to the academy.") }],
    ...changes,
  };
}

/** A document of these tenants, the first of whom operates the platform. */
export function platformOf(
  tenants: readonly WrittenTenant[],
  trunks: Written["trunks"] = [],
): PlatformDocument {
  return PlatformDocument.parse({ operator: tenants[0]?.key, trunks, tenants });
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
export function contentOf({ tenants, trunks }: PlatformConfig) {
  return {
    trunks: trunks.map(({ key, name, addresses, sipUsername }) => ({ key, name, addresses, sipUsername })),
    tenants: tenants.map(({ key, name, quotas, agents, queues, flows, numbers }) => ({
      key,
      name,
      quotas,
      agents: agents.map(({ key, name, sipUsername, skills }) => ({ key, name, sipUsername, skills })),
      queues: queues.map(({ key, name, requires, ringForSeconds, wrapUpSeconds }) => ({
        key,
        name,
        requires,
        ringForSeconds,
        wrapUpSeconds,
      })),
      flows: flows.map(({ key, graph }) => ({ key, graph })),
      numbers: [...numbers].map(([number, flow]) => [number, flows.find(({ id }) => id === flow)?.key]),
    })),
  };
}
