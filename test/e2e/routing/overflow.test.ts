import { expect } from "vitest";
import { storyOf } from "../support/story.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dials = "98659";

const postOffice = tenantWith(
  {
    key: "post-office",
    name: "邮局",
    skills: ["stamps", "parcels"],
    agents: [
      { key: "lao-you", name: "老邮", sipUsername: "98659-801", skills: { stamps: 5 } },
      { key: "xiao-bao", name: "小包", sipUsername: "98659-802", skills: { parcels: 5 } },
    ],
    queues: [
      {
        key: "stamps",
        name: "邮票",
        steps: [{ eligible: "stamps" }],
        ringForSeconds: 30,
        wrapUpSeconds: 0,
        maximumWaiting: 2,
        overflow: { "maximum-waiting": { to: "queue", queue: "parcels" } },
      },
      {
        key: "parcels",
        name: "包裹",
        steps: [{ eligible: "parcels" }],
        ringForSeconds: 30,
        wrapUpSeconds: 0,
      },
    ],
  },
  [{ number: dials, queue: "stamps" }],
);

const story = storyOf(documentOf([postOffice]));

story("a caller who finds a queue full waits in the next one with the age it has", async ({ centre }) => {
  const feed = centre.feed("post-office");
  const clerk = await centre.pausingAgent("lao-you");
  const porter = await centre.pausingAgent("xiao-bao");
  await centre.patientCrowd(dials, 2);
  const [first, second] = await feed.sawTimes(2, "call-queued");
  const caller = await centre.caller();
  const line = await caller.dials(dials);

  const { call } = await feed.saw("call-arrived", { caller: caller.number });
  const queued = await feed.saw("call-queued", { call });
  const overflowed = await feed.saw("call-overflowed", { call, why: "maximum-waiting" });
  expect(overflowed).toMatchObject({ at: queued.at, from: queued.queue });
  expect(await centre.api("post-office").waiting()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({
        id: first?.call,
        queue: expect.objectContaining({ key: "stamps" }),
        position: 1,
      }),
      expect.objectContaining({
        id: second?.call,
        queue: expect.objectContaining({ key: "stamps" }),
        position: 2,
      }),
      expect.objectContaining({
        id: call,
        queue: expect.objectContaining({ key: "parcels" }),
        position: 1,
        queuedAt: queued.at,
      }),
    ]),
  );

  await porter.isReady();
  const offered = await porter.rings();
  expect(offered.from).toMatchObject({ displayName: "包裹", user: caller.number });
  await offered.answer();
  await line.hearsTone(porter.toneHz);
  expect(await feed.saw("call-answered", { call })).toMatchObject({ agent: porter.id });
  expect(clerk.timesRung).toBe(0);

  // The two others are where they were.
  await clerk.isReady();
  for (const expected of [first, second]) {
    const next = await clerk.rings();
    expect(next.header("X-Fivenines-Call")).toBe(expected?.call);
    await clerk.serves(next);
  }
});
