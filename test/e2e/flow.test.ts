import { describe, expect } from "vitest";
import { numbers } from "./support/document.ts";
import { prompts } from "./support/prompts.ts";
import { story } from "./support/story.ts";

describe("a caller whom nobody serves hears why and goodbye", () => {
  story("when nobody is signed in", async ({ centre }) => {
    const feed = centre.feed("press");
    const unskilled = await centre.readyAgent("li-jianguo");
    const caller = await centre.caller();
    const line = await caller.dials(numbers.pressOrders);
    const { call } = await feed.saw("call-left-queue", { why: "no-agents" });
    await line.hears(prompts.noAgents);
    await line.isHungUpOn();
    expect(unskilled.timesRung).toBe(0);
    await feed.saw("call-ended", { call });
    expect(feed.storyOf(call)).toEqual([
      "call-arrived",
      "call-queued",
      "call-left-queue no-agents",
      "call-ended completed-in-flow by flow",
    ]);
    expect(await centre.history.rowOf(caller.number)).toMatchObject({
      outcome: "completed-in-flow",
      endedBy: "flow",
    });
  });

  story("when the last agent signs out while the caller waits", async ({ centre }) => {
    const agent = await centre.pausingAgent("wang-yaqin");
    const caller = await centre.caller();
    const line = await caller.dials(numbers.pressOrders);
    await line.hearsMusic();
    expect(await agent.asks({ to: "logged-out" })).toBeUndefined();
    await line.hears(prompts.noAgents);
    await line.isHungUpOn();
  });

  story("when the wait is longer than the flow allows", async ({ centre }) => {
    await centre.pausingAgent("wang-yaqin");
    const caller = await centre.caller();
    const line = await caller.dials(numbers.pressBrief);
    await centre.feed("press").saw("call-left-queue", { why: "maximum-wait" });
    await line.hears(prompts.tooLong);
    await line.isHungUpOn();
  });
});

describe("a caller at the menu", () => {
  story("who presses nothing is told so, asked again, and let go", async ({ centre }) => {
    const line = await (await centre.caller()).dials(numbers.pressHurried);
    await line.hears(prompts.shortMenu);
    await line.hears(prompts.notHeard);
    await line.hears(prompts.shortMenu);
    await line.hears(prompts.noChoice);
    await line.isHungUpOn();
  });

  story("who presses a wrong key is told so, asked again, and may still choose", async ({ centre }) => {
    const agent = await centre.readyAgent("wang-yaqin");
    const line = await (await centre.caller()).dials(numbers.pressPatient);
    await line.hears(prompts.shortMenu);
    await line.presses("9");
    await line.hears(prompts.wrongDigit);
    await line.presses("1");
    await agent.answers();
    await line.hearsTone(agent.toneHz);
  });

  story("who presses wrong keys to the end is let go", async ({ centre }) => {
    const line = await (await centre.caller()).dials(numbers.pressPatient);
    await line.hears(prompts.shortMenu);
    await line.presses("9");
    await line.hears(prompts.wrongDigit);
    await line.presses("#");
    await line.hears(prompts.noChoice);
    await line.isHungUpOn();
  });
});
