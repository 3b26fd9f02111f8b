import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { AgentId, CallId, QueueId, RentalId, ReservationId, TenantId } from "../ids.ts";
import {
  type AgentProfile,
  type Explanation,
  type Queue,
  type Rental,
  Router,
  type RoutingCommand,
  type RoutingEvent,
} from "../routing/index.ts";
import { PlatformDocument } from "./document.ts";
import type { AgentConfig } from "./platform.ts";
import { queueOf, readRules } from "./queue-config.ts";
import { QueueDocument, QueueRules } from "./queue-document.ts";
import { poolRentals, rentalOf } from "./rental-config.ts";
import { validatePlatform } from "./validate.ts";

/*
 * The JSON of docs/routing.md. Behind the word json a block says what it is: a platform, a queue, or an explanation.
 */
const page = readFileSync(new URL("../../docs/routing.md", import.meta.url), "utf8");

function examples(kind: string): readonly unknown[] {
  const blocks = page.matchAll(/^```json (\S+)\n(.*?)^```$/gms);
  return [...blocks].flatMap(([, of, text = ""]) => (of === kind ? [JSON.parse(text)] : []));
}

/** A document under routing, each thing with its key for an id. */
function configured(document: PlatformDocument, at: number): RoutingEvent {
  const tenants = document.tenants.map((tenant) => ({ tenant, id: TenantId(tenant.key) }));
  const agents = tenants.flatMap(({ tenant, id }) =>
    tenant.agents.map((agent): AgentProfile => ({ ...agent, id: AgentId(agent.key), tenant: id })),
  );
  const queues = tenants.flatMap(({ tenant, id }) =>
    tenant.queues.map((queue): Queue => {
      const { key, name, ...kept } = queue;
      const read = readRules(kept);
      if (!read.ok) throw new Error(read.why);
      const names = { agent: AgentId, queue: QueueId };
      return queueOf({ id: QueueId(key), tenant: id, key, name }, read.rules, names);
    }),
  );
  return { type: "configured", at, version: 1, agents, queues, rentals: rentalsOf(document) };
}

function rentalsOf({ tenants, rentals, sharedPools }: PlatformDocument): readonly Rental[] {
  const employed = (lender: string): readonly AgentConfig[] => {
    const agents = tenants.find(({ key }) => key === lender)?.agents ?? [];
    return agents.map((agent) => ({ ...agent, id: AgentId(agent.key), tenant: TenantId(lender) }));
  };
  return [
    ...rentals.map(({ key, lender, renter, ...terms }) =>
      rentalOf({ id: RentalId(key), renter: TenantId(renter) }, terms, employed(lender)),
    ),
    ...sharedPools.flatMap(({ key, lender, members, ...lent }) => {
      const renters = members.map((member) => ({ ...member, tenant: TenantId(member.tenant) }));
      return poolRentals(key, lent, renters, employed(lender));
    }),
  ];
}

/** The last offer's explanation, after what the page tells of the publisher's caller. */
function told(document: PlatformDocument): Explanation | undefined {
  const begin = Date.parse("2026-11-23T09:00:00+08:00");
  const router = new Router();
  const commands: RoutingCommand[] = [];
  const tell = (event: RoutingEvent) => void commands.push(...router.step(event).commands);
  const at = (seconds: number) => begin + seconds * 1000;
  tell(configured(document, begin));
  const call = (id: string, seconds: number, priority: number) =>
    tell({
      type: "call-queued",
      at: at(seconds),
      call: CallId(id),
      queue: QueueId("orders"),
      priority,
      needsAgents: true,
    });
  const signIn = (agent: string, seconds: number) => {
    tell({ type: "device-registered", at: at(seconds), agent: AgentId(agent) });
    tell({ type: "agent-asked", at: at(seconds), agent: AgentId(agent), to: "ready" });
  };
  const ends = (reservation: string, seconds: number, outcome: "answered" | "declined") =>
    tell({ type: "offer-ended", at: at(seconds), reservation: ReservationId(reservation), outcome });
  ["wang", "chen", "li", "gao", "sun"].forEach((agent, nth) => signIn(agent, nth));
  call("earlier", 10, 0);
  ends("earlier.1", 12, "answered");
  call("caller", 30, 9);
  tell({ type: "time-passed", at: at(50) });
  ends("caller.1", 55, "declined");
  tell({ type: "time-passed", at: at(75) });
  return commands.flatMap((command) => (command.do === "offer" ? [command.because] : [])).at(-1);
}

describe("the routing page", () => {
  it.each(examples("platform"))("has platforms that can be loaded: example %#", (example) => {
    expect(validatePlatform(PlatformDocument.parse(example))).toEqual([]);
  });

  it.each(examples("queue"))("has queues that can be read: example %#", (example) => {
    const { key: _key, name: _name, ...rules } = QueueDocument.parse(example);
    expect(readRules(QueueRules.parse(rules))).toMatchObject({ ok: true });
  });

  it("shows the explanation that routing gives", () => {
    const [publisher] = examples("platform");
    const because = told(PlatformDocument.parse(publisher));
    expect(examples("explanation")).toEqual([JSON.parse(JSON.stringify(because))]);
  });
});
