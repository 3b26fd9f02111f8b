import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Phone } from "../../test/support/phone/index.ts";
import type { Callers } from "../../test/support/sipp/run.ts";
import { type Example, loadExample } from "../example.ts";
import type { Platform } from "../services/platform.ts";
import { aborted, type Stopping } from "../stopping.ts";
import { startCrowd } from "./callers.ts";
import { CentreView } from "./centre-view.ts";
import { followFeed } from "./feed.ts";
import { startRobot } from "./robots.ts";
import { createScreen } from "./screen.ts";
import { type Summary, Tally } from "./tally.ts";

const AgentList = z.object({ agents: z.array(z.object({ id: z.string() })) });

/** How long calls that live may go on when no new ones come. */
const windDownMs = 45_000;

export interface DemoOptions {
  readonly platform: Platform;
  readonly sipp: string;
  readonly seconds: number;
  readonly stopping: Stopping;
  /** Seconds since the command was begun. */
  readonly setUpSeconds: () => number;
}

type Tenant = Example["document"]["tenants"][number];

/** Robot agents take their desks, callers call, the board shows it; ends when time is up or we are asked to stop. */
export async function runDemo({
  platform,
  sipp,
  seconds,
  stopping,
  setUpSeconds,
}: DemoOptions): Promise<Summary> {
  const example = await loadExample(platform);
  const tenants = example.document.tenants.filter(({ agents }) => agents.length > 0);
  const tally = new Tally();
  const views = new Map(tenants.map((tenant) => [tenant.key, new CentreView(tenant.name, numberOf(tenant))]));
  const leave = await Promise.all(tenants.map((tenant) => watch(platform, example, tenant, views, tally)));
  const phones = await Promise.all(tenants.flatMap((tenant) => seat(platform, example, tenant, tally)));
  await Promise.all(tenants.map((tenant) => makeReady(platform, example, tenant)));
  const ready = setUpSeconds();

  const operator = example.document.tenants.find(({ key }) => key === example.document.operator);
  const screen = createScreen(
    `${operator?.name} ${operator === undefined ? "" : numberOf(operator)}`,
    [...views.values()],
    tally,
    seconds,
  );
  const crowds = await Promise.all(
    tenants.map((tenant) =>
      startCrowd({
        sipp,
        dial: numberOf(tenant),
        prefix: prefixOf(tenant),
        keys: ["1", "2", "3"],
        server: { host: platform.host, port: platform.ports.sip },
        seconds,
      }),
    ),
  );
  await Promise.race([pause(seconds * 1_000, undefined, { ref: false }), aborted(stopping.inOrder)]);
  await windDown(crowds, stopping);
  for (const { finished } of crowds) tally.offered += (await finished).created;
  screen.stop();
  await leaveDesks(phones);
  for (const unfollow of leave) unfollow();
  return tally.summary(ready);
}

/** Callers that live may finish, within reason; asked to stop early no new ones come, asked again all end at once. */
async function windDown(crowds: readonly Callers[], { inOrder, atOnce }: Stopping): Promise<void> {
  // By now every call has begun, unless we were stopped early.
  if (inOrder.aborted) for (const crowd of crowds) crowd.windDown();
  const finished = Promise.all(crowds.map((crowd) => crowd.finished));
  const late = await Promise.race([
    finished.then(() => false),
    pause(windDownMs, true, { ref: false }),
    aborted(atOnce).then(() => true),
  ]);
  if (late) for (const crowd of crowds) crowd.kill();
}

async function watch(
  platform: Platform,
  { credentials }: Example,
  tenant: Tenant,
  views: ReadonlyMap<string, CentreView>,
  tally: Tally,
): Promise<() => void> {
  const view = views.get(tenant.key);
  return followFeed(apiOf(platform), credentials.tokens[tenant.key] ?? "", {
    snapshot: (agents, calls) => view?.begin(agents, calls),
    event: (event) => {
      view?.apply(event);
      if (event.type === "call-answered") tally.waited(event.waitedMs);
      if (event.type === "call-ended" && event.by === "caller" && event.outcome !== "answered")
        tally.abandoned += 1;
    },
  });
}

function seat(platform: Platform, { credentials }: Example, tenant: Tenant, tally: Tally): Promise<Phone>[] {
  return tenant.agents.map(({ sipUsername }) =>
    startRobot({
      username: sipUsername,
      password: credentials.passwords[sipUsername] ?? "",
      server: { host: platform.host, port: platform.ports.sip },
      isOurs: (caller) => caller.startsWith(prefixOf(tenant)),
      tally,
      chance: Math.random,
    }),
  );
}

/** Asks for it through the API, as an agent's screen would. */
async function makeReady(platform: Platform, { credentials }: Example, tenant: Tenant): Promise<void> {
  const headers = {
    authorization: `Bearer ${credentials.tokens[tenant.key] ?? ""}`,
    "content-type": "application/json",
  };
  const listed = await fetch(`${apiOf(platform)}/v1/agents`, { headers });
  const { agents } = AgentList.parse(await listed.json());
  for (const { id } of agents) {
    const changed = await fetch(`${apiOf(platform)}/v1/agents/${id}/state`, {
      method: "PUT",
      headers,
      body: JSON.stringify({ to: "ready" }),
    });
    if (!changed.ok)
      throw new Error(`an agent of ${tenant.name} was not made ready: ${await changed.text()}`);
  }
}

async function leaveDesks(phones: readonly Phone[]): Promise<void> {
  await Promise.all(phones.map((phone) => phone.hangUpAll()));
  await Promise.all(phones.map((phone) => phone.unregister()));
  await Promise.all(phones.map((phone) => phone.close()));
}

function apiOf({ host, ports }: Platform): string {
  return `http://${host}:${ports.api}`;
}

function numberOf({ numbers }: Tenant): string {
  return numbers[0]?.number ?? "";
}

/** Callers of 98668 call from numbers that begin with 1398668. */
function prefixOf(tenant: Tenant): string {
  return `13${numberOf(tenant)}`;
}
