import { expect } from "vitest";
import { numbers } from "./support/document.ts";
import { story } from "./support/story.ts";

story(
  "an agent who hangs up has the wrap-up to herself, and then gets the next waiting caller",
  async ({ centre }) => {
    const feed = centre.feed("press");
    const agent = await centre.readyAgent("wang-yaqin");
    const [first, second] = [await centre.caller(), await centre.caller()];
    const line = await first.dials(numbers.pressOrders);
    const conversation = await agent.answers();
    await line.hearsTone(agent.toneHz);
    await second.dials(numbers.pressOrders);
    const { call } = await feed.saw("call-arrived", { caller: second.number });
    await feed.saw("call-queued", { call });

    expect(await conversation.hangUp()).toBe(200);
    await line.isHungUpOn();
    const wrapUp = await agent.reaches("wrap-up");
    expect((await agent.rings()).from.user).toBe(second.number);
    const offer = await feed.saw("offer-made", { call });
    expect(offer.at - wrapUp.at).toBeGreaterThanOrEqual(1_000);
    expect(await centre.history.rowOf(first.number)).toMatchObject({
      outcome: "answered",
      agent: "wang-yaqin",
      endedBy: "agent",
    });
  },
);
