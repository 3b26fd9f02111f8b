import { describe, expect } from "vitest";
import type { IncomingCall } from "../support/phone/index.ts";
import type { Centre } from "./support/centre.ts";
import { type Desk, isCancelled } from "./support/desk.ts";
import { numbers } from "./support/document.ts";
import { story } from "./support/story.ts";

/** What an agent does instead of answering, and what comes of it. */
interface Failing {
  readonly does: string;
  readonly act: (offered: IncomingCall, agent: Desk) => Promise<void> | void;
  readonly outcome: "declined" | "busy" | "no-answer" | "unreachable";
  readonly reason: string;
  /** Rings for three seconds there, else for thirty. */
  readonly dials?: string;
}

const failures: readonly Failing[] = [
  { does: "declines (603)", act: (offered) => offered.decline(), outcome: "declined", reason: "declined" },
  { does: "is busy (486)", act: (offered) => offered.busy(), outcome: "busy", reason: "device-busy" },
  {
    does: "does not answer",
    act: (offered) => isCancelled(offered),
    outcome: "no-answer",
    reason: "ring-no-answer",
    dials: numbers.pressHotline,
  },
  {
    does: "unregisters while it rings",
    act: async (offered, agent) => {
      await agent.phone.unregister();
      await isCancelled(offered);
    },
    outcome: "unreachable",
    reason: "device-gone",
  },
];

describe("an agent who does not take the call is not ready, and the call goes to another with its age", () => {
  story.for(failures)("$does", async ({ act, outcome, reason, dials = numbers.pressOrders }, { centre }) => {
    const feed = centre.feed("press");
    const [failing, other] = await twoAgents(centre);
    const [first, second] = [await centre.caller(), await centre.caller()];
    const line = await first.dials(dials);
    const { call, at: queuedAt } = await feed.saw("call-queued");
    const offered = await failing.rings();
    await failing.reaches("reserved");
    await second.dials(dials);
    const later = await feed.saw("call-arrived", { caller: second.number });
    await feed.saw("call-queued", { call: later.call });

    await act(offered, failing);
    await feed.saw("offer-ended", { call, agent: failing.id, outcome });
    expect((await failing.reaches("not-ready")).state).toMatchObject({ reason });
    const before = await centre.api("press").waiting();
    expect(before).toMatchObject([
      { id: call, position: 1, queuedAt },
      { id: later.call, position: 2 },
    ]);

    await other.isReady();
    const conversation = await other.answers();
    await line.hearsTone(other.toneHz);
    const answered = await feed.saw("call-answered", { call, agent: other.id });
    expect(answered.waitedMs).toBe(answered.at - queuedAt);
    expect(failing.timesRung).toBe(1);
    await conversation.hangUp();
    expect(await centre.history.rowOf(first.number)).toMatchObject({ agent: "chen-xiaoyu", offers: 2 });
  });

  story("a phone that has gone without a word is found out, and the call goes on", async ({ centre }) => {
    const feed = centre.feed("press");
    const other = await centre.pausingAgent("chen-xiaoyu");
    // Nobody else's desk in these tests, because the registration stays behind.
    const failing = await centre.readyAgent("fan-wei");
    await failing.vanishes();
    const caller = await centre.caller();
    await caller.dials(numbers.pressOrders);
    const { call } = await feed.saw("call-queued");

    await feed.saw("offer-ended", { call, agent: failing.id, outcome: "unreachable" });
    expect((await failing.reaches("not-ready")).state).toMatchObject({ reason: "device-unreachable" });
    await other.isReady();
    expect((await other.rings()).header("X-Fivenines-Call")).toBe(call);
  });

  story("a phone that unregisters is not rung, and its agent is not ready", async ({ centre }) => {
    const feed = centre.feed("press");
    const [leaving, other] = await twoAgents(centre);
    await leaving.phone.unregister();
    expect((await leaving.reaches("not-ready")).state).toMatchObject({ reason: "device-gone" });
    await other.isReady();
    const caller = await centre.caller();
    await caller.dials(numbers.pressOrders);
    await other.rings();
    expect(await feed.saw("offer-made")).toMatchObject({ agent: other.id });
    expect(leaving.timesRung).toBe(0);
    expect(await leaving.asks({ to: "ready" })).toEqual({ status: 409, code: "no-device" });
  });
});

/** One who is rung, and one who is signed in for later. */
async function twoAgents(centre: Centre): Promise<readonly [Desk, Desk]> {
  const ready = await centre.readyAgent("wang-yaqin");
  return [ready, await centre.pausingAgent("chen-xiaoyu")];
}
