import type { Phone } from "../../test/support/phone/index.ts";
import { type Example, loadExample } from "../example.ts";
import { makeAgentsReady } from "../make-ready.ts";
import type { Platform } from "../services/platform.ts";
import { CentreView } from "./centre-view.ts";
import { followFeed } from "./feed.ts";
import { startRobot } from "./robots.ts";
import type { Tally } from "./tally.ts";

/** One tenant of the example, with what the demo sees of it. */
export interface Centre {
  readonly key: string;
  readonly name: string;
  readonly number: string;
  /** Its callers' numbers begin with this: callers of 98668 call from 1398668… */
  readonly callerPrefix: string;
  readonly view: CentreView;
}

/** The example loaded, robot agents at their desks and ready, the live feeds followed. */
export interface Stage {
  readonly operator: string;
  readonly centres: readonly Centre[];
  /** Robots unregister, feeds are left. */
  clear(): Promise<void>;
}

type Tenant = Example["document"]["tenants"][number];

export async function setStage(platform: Platform, tally: Tally): Promise<Stage> {
  const example = await loadExample(platform);
  const { tenants, operator } = example.document;
  const staffed = tenants.filter(({ agents }) => agents.length > 0);
  // The operator's own number says a few words and hangs up: its agents are there for others.
  const centres = tenants.filter(({ queues }) => queues.length > 0).map(centreOf);
  const unfollow = await Promise.all(centres.map((centre) => follow(platform, example, centre, tally)));
  const phones = await Promise.all(staffed.flatMap((tenant) => seat(platform, example, tenant, tally)));
  const { tokens } = example.credentials;
  await Promise.all(staffed.map(({ key }) => makeAgentsReady(apiOf(platform), tokens[key] ?? "")));
  const host = tenants.find(({ key }) => key === operator);
  return {
    operator: host === undefined ? operator : `${host.name} ${numberOf(host)}`,
    centres,
    clear: async () => {
      await leaveDesks(phones);
      for (const leave of unfollow) leave();
    },
  };
}

function centreOf(tenant: Tenant): Centre {
  const number = numberOf(tenant);
  const { key, name } = tenant;
  return { key, name, number, callerPrefix: prefixOf(tenant), view: new CentreView(name, number) };
}

function follow(platform: Platform, { credentials }: Example, { key, view }: Centre, tally: Tally) {
  return followFeed(apiOf(platform), credentials.tokens[key] ?? "", {
    snapshot: (agents, calls) => view.begin(agents, calls),
    event: (event) => {
      view.apply(event);
      if (event.type === "call-answered") tally.waited(event.waitedMs);
      if (event.type === "call-ended" && event.by === "caller" && event.outcome !== "answered")
        tally.abandoned += 1;
    },
  });
}

function seat(
  platform: Platform,
  { credentials, document }: Example,
  tenant: Tenant,
  tally: Tally,
): readonly Promise<Phone>[] {
  const renters = document.rentals.filter(({ lender }) => lender === tenant.key).map(({ renter }) => renter);
  const prefixes = document.tenants
    .filter(({ key }) => key === tenant.key || renters.includes(key))
    .map(prefixOf);
  return tenant.agents.map(({ sipUsername }) =>
    startRobot({
      username: sipUsername,
      password: credentials.passwords[sipUsername] ?? "",
      server: { host: platform.host, port: platform.ports.sip },
      isOurs: (caller) => prefixes.some((prefix) => caller.startsWith(prefix)),
      tally,
      chance: Math.random,
    }),
  );
}

async function leaveDesks(phones: readonly Phone[]): Promise<void> {
  await Promise.all(phones.map((phone) => phone.hangUpAll()));
  await Promise.all(phones.map((phone) => phone.unregister()));
  await Promise.all(phones.map((phone) => phone.close()));
}

function apiOf({ services }: Platform): string {
  return services.server.apiUrl;
}

function numberOf({ numbers }: Tenant): string {
  return numbers[0]?.number ?? "";
}

function prefixOf(tenant: Tenant): string {
  return `13${numberOf(tenant)}`;
}
