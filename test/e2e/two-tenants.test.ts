import { expect } from "vitest";
import type { IncomingCall } from "../support/phone/index.ts";
import type { CallersReport } from "../support/sipp/run.ts";
import { type Centre, freshNumber } from "./support/centre.ts";
import type { Desk } from "./support/desk.ts";
import { numbers } from "./support/document.ts";
import { patienceMs } from "./support/patience.ts";
import { story } from "./support/story.ts";

const callsEach = 8;

/** One tenant's callers and agents. */
interface Side {
  readonly tenant: "press" | "chess";
  readonly dials: string;
  readonly agents: readonly string[];
  /** All its callers' numbers, and nobody else's, begin so. */
  readonly callers: string;
}

story("both tenants at once: no caller ever reaches the other tenant's agents", async ({ centre }) => {
  const press: Side = {
    tenant: "press",
    dials: numbers.press,
    agents: ["wang-yaqin", "chen-xiaoyu"],
    callers: freshNumber("1398668").slice(0, 12),
  };
  const chess: Side = {
    tenant: "chess",
    dials: numbers.chess,
    agents: ["luo-qiming", "he-siyuan"],
    callers: freshNumber("1398667").slice(0, 12),
  };
  const unskilled = await centre.readyAgent("li-jianguo");
  const takenBy = new Map<string, string>();
  for (const side of [press, chess]) await staff(centre, side, takenBy);

  const reports = await Promise.all([press, chess].map((side) => place(centre, side)));
  for (const report of reports) {
    expect(report).toMatchObject({
      ok: true,
      created: callsEach,
      successful: callsEach,
      failed: 0,
    });
  }
  await centre.isQuiet();
  expect(unskilled.timesRung).toBe(0);
  for (const side of [press, chess]) await agrees(centre, side, takenBy);
});

/** Agents who serve one call after the other. The first of them is busy for the first call. */
async function staff(centre: Centre, { agents }: Side, takenBy: Map<string, string>): Promise<void> {
  for (const [nth, key] of agents.entries()) {
    const desk = await centre.readyAgent(key);
    let busy = nth === 0;
    desk.phone.onCall((offered) => {
      if (busy) void beBusy(desk, offered);
      else void serve(desk, offered, (caller) => takenBy.set(caller, key));
      busy = false;
    });
  }
}

async function beBusy(desk: Desk, offered: IncomingCall): Promise<void> {
  offered.busy();
  await desk.reaches("not-ready");
  await desk.isReady();
}

/** Says goodbye only after the two were joined: before that there is nobody to say it to. */
async function serve(desk: Desk, offered: IncomingCall, taken: (caller: string) => void): Promise<void> {
  taken(offered.from.user);
  await desk.serves(offered);
}

/** Press callers choose 1 in the menu; the chess academy's go to the queue after the greeting. */
async function place(centre: Centre, { tenant, dials, callers }: Side): Promise<CallersReport> {
  const choose = tenant === "press" ? [{ waitMs: 4_000 }, { press: "1" }] : [];
  const crowd = await centre.crowd({
    dial: dials,
    calls: callsEach,
    callsPerSecond: 4,
    echoes: true,
    callers: Array.from({ length: callsEach }, (_none, nth) => [`${callers}${String(nth).padStart(3, "0")}`]),
    scenario: { title: `a caller of ${tenant}`, does: [...choose, { awaitHangUp: true }] },
  });
  return crowd.finished;
}

/** What the phones saw, what the history says, and what the feed told, is the same. */
async function agrees(centre: Centre, side: Side, takenBy: ReadonlyMap<string, string>): Promise<void> {
  const { tenant, callers, agents } = side;
  await expect.poll(() => centre.history.of(callers), { timeout: patienceMs }).toHaveLength(callsEach);
  const rows = await centre.history.of(callers);
  const feed = centre.feed(tenant);
  for (const row of rows) {
    const { call } = await feed.saw("call-arrived", { caller: row.caller });
    const { waitedMs } = await feed.saw("call-answered", { call });
    expect(row).toMatchObject({ tenant, agent: takenBy.get(row.caller), outcome: "answered", waitedMs });
    expect(agents).toContain(row.agent);
  }
}
