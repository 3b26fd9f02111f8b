import { describe, expect } from "vitest";
import type { Centre } from "../support/centre.ts";
import { storyOf } from "../support/story.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dials = "98651";
const dialsAnybody = "986511";
const patienceMs = 2_000;
/** How much later than due a telephone may ring: a busy machine takes its time. */
const graceMs = 1_500;

const barber = tenantWith(
  {
    key: "barber",
    name: "老街理发店",
    agents: [
      { key: "zhang-shifu", name: "张师傅", sipUsername: "98651-801", skills: {} },
      { key: "liu-shifu", name: "刘师傅", sipUsername: "98651-802", skills: {} },
    ],
    queues: [{ key: "haircuts", name: "理发", ringForSeconds: 30, wrapUpSeconds: 0 }],
  },
  [
    {
      number: dials,
      queue: "haircuts",
      preferred: { agent: "last", patienceSeconds: patienceMs / 1_000 },
    },
    { number: dialsAnybody, queue: "haircuts" },
  ],
);

const story = storyOf(documentOf([barber]));

describe("a caller who calls again", () => {
  story("reaches the agent of last time, although another has been idle longer", async ({ centre }) => {
    const feed = centre.feed("barber");
    const { usual, other, caller } = await acquainted(centre);

    const line = await caller.dials(dials);
    const again = await usual.rings();
    const [, offer] = await feed.sawTimes(2, "offer-made", { agent: usual.id });
    const [, queued] = await feed.sawTimes(2, "call-queued");
    expect(offer).toMatchObject({ call: queued?.call, at: queued?.at });
    await again.answer();
    await line.hearsTone(usual.toneHz);
    await line.hangsUp();
    await usual.reaches("talking");
    await usual.reaches("ready");

    expect(other.timesRung).toBe(0);
    const stranger = await centre.caller();
    await stranger.dials(dials);
    expect((await other.rings()).from.user).toBe(stranger.number);
  });

  story(
    "is anybody's when the agent of last time stays busy for as long as the patience",
    async ({ centre }) => {
      const feed = centre.feed("barber");
      const { usual, other, caller } = await acquainted(centre);
      await other.pauses();
      const somebody = await centre.patientCrowd(dialsAnybody, 1);
      const busy = await usual.answers();
      await usual.reaches("talking");
      await other.isReady();

      const line = await caller.dials(dials);
      const offered = await other.rings();
      const { call } = await feed.saw("offer-made", { agent: other.id });
      const { at: queuedAt } = await feed.saw("call-queued", { call });
      const waitedMs = other.rungAt(offered) - queuedAt;
      expect(waitedMs).toBeGreaterThanOrEqual(patienceMs);
      expect(waitedMs).toBeLessThan(patienceMs + graceMs);

      await offered.answer();
      await line.hearsTone(other.toneHz);
      await busy.hangUp();
      expect(await somebody.finished).toMatchObject({ ok: true, successful: 1 });
      expect(usual.timesRung).toBe(2);
    },
  );

  story("is anybody's at once when the agent of last time has signed out", async ({ centre }) => {
    const feed = centre.feed("barber");
    const { usual, other, caller } = await acquainted(centre);
    expect(await usual.asks({ to: "logged-out" })).toBeUndefined();

    await caller.dials(dials);
    await other.rings();
    const offer = await feed.saw("offer-made", { agent: other.id });
    expect(await feed.saw("call-queued", { call: offer.call })).toMatchObject({ at: offer.at });
  });
});

/** A caller who has talked with one of two agents. Both are ready, and the other has been idle longer. */
async function acquainted(centre: Centre) {
  const usual = await centre.readyAgent("zhang-shifu");
  const other = await centre.readyAgent("liu-shifu");
  const caller = await centre.caller();
  const line = await caller.dials(dials);
  const conversation = await usual.answers();
  await line.hearsTone(usual.toneHz);
  await line.hangsUp();
  await conversation.ended;
  await usual.reaches("talking");
  await usual.reaches("ready");
  return { usual, other, caller };
}
