import { describe, expect } from "vitest";
import type { IncomingCall } from "../../support/phone/index.ts";
import { isCancelled } from "../support/desk.ts";
import { storyOf } from "../support/story.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dials = "98661";
const dialsSelfAnswering = "986611";
const pauseMs = { declined: 1_000, busy: 1_500 } as const;
/** How much later than due an agent may be ready: a busy machine takes its time. */
const graceMs = 1_500;

const bakery = tenantWith(
  {
    key: "bakery",
    name: "面包坊",
    agents: [
      { key: "mai-zi", name: "麦子", sipUsername: "98661-801", skills: {} },
      { key: "mi-li", name: "米粒", sipUsername: "98661-802", skills: {} },
    ],
    queues: [
      {
        key: "orders",
        name: "订面包",
        ringForSeconds: 3,
        wrapUpSeconds: 0,
        declinedPauseSeconds: pauseMs.declined / 1_000,
        busyPauseSeconds: pauseMs.busy / 1_000,
      },
      { key: "express", name: "快线", ringForSeconds: 30, wrapUpSeconds: 0, autoAnswer: true },
    ],
  },
  [
    { number: dials, queue: "orders" },
    { number: dialsSelfAnswering, queue: "express" },
  ],
);

const story = storyOf(documentOf([bakery]));

interface Failing {
  readonly does: string;
  readonly outcome: keyof typeof pauseMs;
  readonly act: (offered: IncomingCall) => void;
}

const failures: readonly Failing[] = [
  { does: "declines", outcome: "declined", act: (offered) => offered.decline() },
  { does: "is busy on another line", outcome: "busy", act: (offered) => offered.busy() },
];

describe("a call that an agent does not take goes to another", () => {
  story.for(failures)(
    "who $does is ready again by itself after a pause",
    async ({ act, outcome }, { centre }) => {
      const feed = centre.feed("bakery");
      const failing = await centre.readyAgent("mai-zi");
      const other = await centre.readyAgent("mi-li");
      const crowd = await centre.patientCrowd(dials, 1);
      act(await failing.rings());

      const offered = await other.rings();
      const { call } = await feed.saw("call-queued");
      expect(offered.header("X-Fivenines-Call")).toBe(call);
      const paused = await failing.reaches("not-ready");
      const again = await failing.reaches("ready");
      expect(again.at - paused.at).toBeGreaterThanOrEqual(pauseMs[outcome]);
      expect(again.at - paused.at).toBeLessThan(pauseMs[outcome] + graceMs);
      await other.serves(offered);
      expect(await crowd.finished).toMatchObject({ ok: true, successful: 1 });
      expect(failing.timesRung).toBe(1);
    },
  );

  story(
    "rings whoever lets it ring once; that one stays away until asking for calls again",
    async ({ centre }) => {
      const feed = centre.feed("bakery");
      const absent = await centre.readyAgent("mai-zi");
      const crowd = await centre.patientCrowd(dials, 1);
      await isCancelled(await absent.rings());
      expect((await absent.reaches("not-ready")).state).toEqual({
        at: "not-ready",
        since: (await feed.saw("offer-ended", { outcome: "no-answer" })).at,
        reason: "ring-no-answer",
      });
      expect((await centre.api("bakery").waiting()).map(({ offeredTo }) => offeredTo)).toEqual([undefined]);
      await absent.isReady();
      await absent.serves(await absent.rings());
      expect(await crowd.finished).toMatchObject({ ok: true, successful: 1 });
    },
  );
});

story(
  "a phone is asked to answer by itself where the queue says so, and nowhere else",
  async ({ centre }) => {
    const agent = await centre.readyAgent("mai-zi");
    for (const [number, asked] of [
      [
        dialsSelfAnswering,
        { "Call-Info": /answer-after=0/, "Alert-Info": /alert-autoanswer/, "Answer-Mode": /^Auto$/ },
      ],
      [dials, { "Call-Info": /^$/, "Alert-Info": /^$/, "Answer-Mode": /^$/ }],
    ] as const) {
      const caller = await centre.caller();
      const line = await caller.dials(number);
      const offered = await agent.rings();
      for (const [header, value] of Object.entries(asked)) expect(offered.header(header)).toMatch(value);
      const conversation = await offered.answer();
      await line.hearsTone(agent.toneHz);
      await conversation.hangUp();
    }
  },
);
