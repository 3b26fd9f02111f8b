import { describe, expect } from "vitest";
import type { Centre } from "../support/centre.ts";
import { isCancelled } from "../support/desk.ts";
import { storyOf } from "../support/story.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dials = "98650";
const firstStepMs = 2_000;
/** How much later than due a telephone may ring: a busy machine takes its time. */
const graceMs = 1_500;

const optician = tenantWith(
  {
    key: "optician",
    name: "明目眼镜店",
    skills: ["lenses"],
    agents: [
      { key: "ouyang-jing", name: "欧阳镜", sipUsername: "98650-801", skills: { lenses: 8 } },
      { key: "xiao-tong", name: "小童", sipUsername: "98650-802", skills: { lenses: 2 } },
    ],
    queues: [
      {
        key: "fitting",
        name: "配镜",
        steps: [{ eligible: "lenses >= 5", forSeconds: firstStepMs / 1_000 }, { eligible: "lenses >= 1" }],
        ringForSeconds: 3,
        wrapUpSeconds: 0,
      },
    ],
  },
  [{ number: dials, queue: "fitting" }],
);

const story = storyOf(documentOf([optician]));

describe("a call whose search widens", () => {
  story("reaches an agent of the second step when the first step's time is over", async ({ centre }) => {
    const feed = centre.feed("optician");
    const { learner } = await staff(centre);
    const crowd = await centre.patientCrowd(dials, 1);
    const { call, at: queuedAt } = await feed.saw("call-queued");

    const offered = await learner.rings();
    const waitedMs = learner.rungAt(offered) - queuedAt;
    expect(waitedMs).toBeGreaterThanOrEqual(firstStepMs);
    expect(waitedMs).toBeLessThan(firstStepMs + graceMs);
    await learner.serves(offered);
    expect(await crowd.finished).toMatchObject({ ok: true, successful: 1 });
    await feed.saw("call-ended", { call });
    expect(feed.storyOf(call)).toEqual([
      "call-arrived",
      "call-queued",
      "call-step-changed",
      "offer-made",
      "offer-ended answered",
      "call-answered",
      "call-ended answered by agent",
    ]);
  });

  story(
    "goes to an agent of the first step who becomes free meanwhile; while it rings there the step's clock stands still",
    async ({ centre }) => {
      const feed = centre.feed("optician");
      const { expert, learner } = await staff(centre);
      const crowd = await centre.patientCrowd(dials, 1);
      const queued = await feed.saw("call-queued");
      const { call } = queued;

      await expert.isReady();
      await isCancelled(await expert.rings());
      const offered = await learner.rings();

      const made = await feed.saw("offer-made", { call, agent: expert.id });
      const ended = await feed.saw("offer-ended", { call, agent: expert.id, outcome: "no-answer" });
      const widened = await feed.saw("call-step-changed", { call, step: 1 });
      expect(ended.at - made.at).toBeGreaterThan(firstStepMs);
      const searchedMs = made.at - queued.at + (widened.at - ended.at);
      expect(searchedMs).toBeGreaterThanOrEqual(firstStepMs);
      expect(searchedMs).toBeLessThan(firstStepMs + graceMs);
      expect(learner.rungAt(offered)).toBeGreaterThanOrEqual(widened.at);
      expect(learner.timesRung).toBe(1);
      expect(await feed.saw("offer-made", { call, agent: learner.id })).toMatchObject({ at: widened.at });

      await learner.serves(offered);
      expect(await crowd.finished).toMatchObject({ ok: true, successful: 1 });
    },
  );
});

/** The one who is admitted at once is away for the moment, the one who is admitted later is free. */
async function staff(centre: Centre) {
  const expert = await centre.pausingAgent("ouyang-jing");
  return { expert, learner: await centre.readyAgent("xiao-tong") };
}
