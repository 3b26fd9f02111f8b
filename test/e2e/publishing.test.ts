import { expect } from "vitest";
import { numbers, testDocument } from "./support/document.ts";
import { load } from "./support/premises.ts";
import { prompts } from "./support/prompts.ts";
import { story } from "./support/story.ts";
import { takenUp } from "./support/taken-up.ts";

story(
  "a flow published anew is heard by the next caller; who is in the old one ends on it, and who waits keeps waiting",
  async ({ centre }) => {
    const agent = await centre.readyAgent("lu-yu");
    const elsewhere = await centre.pausingAgent("wang-yaqin");
    const waiting = [await centre.caller(), await centre.caller()];
    for (const caller of waiting) await (await caller.dials(numbers.pressOrders)).hearsMusic();
    const before = await centre.api("press").waiting();
    expect(before.map(({ caller }) => caller)).toEqual(waiting.map(({ number }) => number));
    const [early, late] = [await centre.caller(), await centre.caller()];
    const earlyLine = await early.dials(numbers.teaHouse);
    await earlyLine.hears(prompts.oldMenu);

    const document = testDocument("new");
    await load(centre.premises, document);
    await takenUp(centre.premises, document);

    const lateLine = await late.dials(numbers.teaHouse);
    await lateLine.hears(prompts.newGreeting);
    await lateLine.isHungUpOn();
    await earlyLine.presses("1");
    const conversation = await agent.answers();
    await earlyLine.hearsTone(agent.toneHz);
    await conversation.hangUp();
    expect(await centre.history.rowOf(early.number)).toMatchObject({ flowVersion: 1, agent: "lu-yu" });
    expect(await centre.history.rowOf(late.number)).toMatchObject({ flowVersion: 2, agent: null });

    const strip = (calls: typeof before) =>
      calls.map(({ id, position, queuedAt }) => ({ id, position, queuedAt }));
    expect(strip(await centre.api("press").waiting())).toEqual(strip(before));
    await elsewhere.isReady();
    expect((await elsewhere.rings()).from.user).toBe(waiting[0]?.number);
  },
);
