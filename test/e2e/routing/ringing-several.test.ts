import { describe, expect } from "vitest";
import type { Centre } from "../support/centre.ts";
import { type Desk, isCancelled, isHungUpOn } from "../support/desk.ts";
import { storyOf } from "../support/story.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dialsSeveral = "98653";
const dialsOne = "986531";

const foundry = tenantWith(
  {
    key: "foundry",
    name: "古钟铸造厂",
    agents: [
      { key: "da-zhong", name: "大钟", sipUsername: "98653-801", skills: {} },
      { key: "er-zhong", name: "二钟", sipUsername: "98653-802", skills: {} },
      { key: "san-zhong", name: "三钟", sipUsername: "98653-803", skills: {} },
      { key: "si-zhong", name: "四钟", sipUsername: "98653-804", skills: {} },
    ],
    queues: [
      {
        key: "peal",
        name: "齐鸣",
        offering: { mode: "several", atMost: 3 },
        ringForSeconds: 30,
        wrapUpSeconds: 0,
      },
      { key: "one-bell", name: "独鸣", ringForSeconds: 30, wrapUpSeconds: 0 },
    ],
  },
  [
    { number: dialsSeveral, queue: "peal" },
    { number: dialsOne, queue: "one-bell" },
  ],
);

const story = storyOf(documentOf([foundry]));

describe("a call that rings three telephones at once", () => {
  story(
    "goes to the first who answers; the others stop ringing and are ready again, their idle time kept",
    async ({ centre }) => {
      const feed = centre.feed("foundry");
      const { caller, line, rung } = await threeRing(centre);
      const [longestIdle, answering, third] = rung;
      const late = await centre.readyAgent("si-zhong");

      await answering.offered.answer();
      await Promise.all([isCancelled(longestIdle.offered), isCancelled(third.offered)]);
      await line.hearsTone(answering.desk.toneHz);
      const { call } = await feed.saw("call-arrived", { caller: caller.number });
      for (const { desk } of [longestIdle, third]) {
        await feed.saw("offer-ended", { call, agent: desk.id, outcome: "withdrawn" });
        await desk.reaches("reserved");
        await desk.reaches("ready");
      }

      // Had the ringing cost it its idle time, the one who came later would be next.
      await centre.patientCrowd(dialsOne, 1);
      await longestIdle.desk.answers();
      expect([late.timesRung, third.desk.timesRung, answering.desk.timesRung]).toEqual([0, 1, 1]);
    },
  );

  story(
    "hangs up on an agent whose answer crosses the CANCEL, who is ready again and gets the next call",
    async ({ centre }) => {
      const { line, rung } = await threeRing(centre);
      const [crossing, answering, third] = rung;
      const crossed = crossing.offered.answerAcrossCancel();

      const conversation = await answering.offered.answer();
      await isHungUpOn(await crossed);
      await isCancelled(third.offered);
      await line.hearsTone(answering.desk.toneHz);
      await conversation.rtp.heard(line.caller.toneHz, { withinMs: 20_000 });

      await crossing.desk.reaches("reserved");
      await crossing.desk.reaches("ready");
      const next = await centre.caller();
      const nextLine = await next.dials(dialsOne);
      await crossing.desk.answers();
      await nextLine.hearsTone(crossing.desk.toneHz);
    },
  );

  story("goes to one of two who answer at the same moment; the other is hung up on", async ({ centre }) => {
    const feed = centre.feed("foundry");
    const { line, rung } = await threeRing(centre);
    const [one, other, third] = rung;

    const conversations = await Promise.all([one.offered.answer(), other.offered.answer()]);
    const { agent } = await feed.saw("call-answered");
    const [winner, loser] = agent === one.desk.id ? [one, other] : [other, one];
    await Promise.any(conversations.map(isHungUpOn));
    await isCancelled(third.offered);
    await line.hearsTone(winner.desk.toneHz);
    await loser.desk.reaches("reserved");
    await loser.desk.reaches("ready");
    await line.hangsUp();
    await Promise.all(conversations.map(isHungUpOn));
    const ended = await feed.saw("call-ended");
    expect(
      feed
        .storyOf(ended.call)
        .filter((word) => word.startsWith("offer-ended"))
        .toSorted(),
    ).toEqual(["offer-ended answered", "offer-ended withdrawn", "offer-ended withdrawn"]);
  });
});

/** Three agents, idle in this order, whose telephones ring for one caller. */
async function threeRing(centre: Centre) {
  const desks: readonly [Desk, Desk, Desk] = [
    await centre.readyAgent("da-zhong"),
    await centre.readyAgent("er-zhong"),
    await centre.readyAgent("san-zhong"),
  ];
  const caller = await centre.caller();
  const line = await caller.dials(dialsSeveral);
  const rings = async (desk: Desk) => ({ desk, offered: await desk.rings() });
  const rung = await Promise.all([rings(desks[0]), rings(desks[1]), rings(desks[2])]);
  return { caller, line, rung };
}
