import { describe, expect } from "vitest";
import { isCancelled, isHungUpOn } from "./support/desk.ts";
import { numbers } from "./support/document.ts";
import { story } from "./support/story.ts";

describe("a caller who hangs up", () => {
  story("while waiting is offered to nobody, and the next in the queue moves up", async ({ centre }) => {
    const feed = centre.feed("press");
    const agent = await centre.pausingAgent("wang-yaqin");
    const [first, second] = [await centre.caller(), await centre.caller()];
    const line = await first.dials(numbers.pressOrders);
    const { call } = await feed.saw("call-queued");
    await second.dials(numbers.pressOrders);
    await feed.saw("call-queued", { call: (await feed.saw("call-arrived", { caller: second.number })).call });
    const places = (await centre.api("press").waiting()).map(({ caller, position }) => [caller, position]);
    expect(places).toEqual([
      [first.number, 1],
      [second.number, 2],
    ]);

    await line.hangsUp();
    await feed.saw("call-ended", { call, outcome: "abandoned", by: "caller" });
    expect(await centre.api("press").waiting()).toMatchObject([{ caller: second.number, position: 1 }]);
    await agent.isReady();
    expect((await agent.rings()).from.user).toBe(second.number);
    expect(agent.timesRung).toBe(1);
    expect(await centre.history.rowOf(first.number)).toMatchObject({
      outcome: "abandoned",
      agent: null,
      offers: 0,
    });
  });

  story(
    "while the agent rings stops the ringing; the agent keeps the idle time and is next again",
    async ({ centre }) => {
      const longestIdle = await centre.readyAgent("chen-xiaoyu");
      const other = await centre.readyAgent("wang-yaqin");
      const [first, second] = [await centre.caller(), await centre.caller()];
      const line = await first.dials(numbers.pressOrders);
      const offered = await longestIdle.rings();
      await longestIdle.reaches("reserved");

      await line.hangsUp();
      await isCancelled(offered);
      await longestIdle.reaches("ready");
      await second.dials(numbers.pressOrders);
      expect((await longestIdle.rings()).from.user).toBe(second.number);
      expect(other.timesRung).toBe(0);
      expect(await centre.history.rowOf(first.number)).toMatchObject({
        outcome: "abandoned",
        agent: null,
        offers: 1,
      });
    },
  );

  story("just as the agent answers leaves nobody behind, whichever was quicker", async ({ centre }) => {
    const agent = await centre.readyAgent("wang-yaqin");
    for (const quicker of ["caller", "agent", "caller", "agent"] as const) {
      const caller = await centre.caller();
      const line = await caller.dials(numbers.pressOrders);
      const offered = await agent.rings();
      const acts = [() => line.hangsUp(), () => offered.answer()];
      if (quicker === "agent") acts.reverse();
      await Promise.allSettled(acts.map((act) => act()));
      await agent.reaches("ready");
      expect(await centre.history.rowOf(caller.number)).toMatchObject({ endedBy: "caller" });
    }
    await centre.isQuiet();
  });

  story("while talking frees the agent after the wrap-up", async ({ centre }) => {
    const feed = centre.feed("press");
    const agent = await centre.readyAgent("wang-yaqin");
    const caller = await centre.caller();
    const line = await caller.dials(numbers.pressOrders);
    const conversation = await agent.answers();
    await line.hearsTone(agent.toneHz);

    await line.hangsUp();
    await isHungUpOn(conversation);
    const wrapUp = await agent.reaches("wrap-up");
    const ready = await agent.reaches("ready");
    expect(ready.at - wrapUp.at).toBeGreaterThanOrEqual(1_000);
    await feed.saw("call-ended", { outcome: "answered", by: "caller" });
  });

  story("in the menu has never waited", async ({ centre }) => {
    const caller = await centre.caller();
    const line = await caller.dials(numbers.press);
    await centre.feed("press").saw("call-arrived", { caller: caller.number });
    await line.hangsUp();
    expect(await centre.history.rowOf(caller.number)).toMatchObject({ outcome: "left-in-flow", offers: 0 });
  });
});
