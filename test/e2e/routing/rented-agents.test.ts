import { describe, expect } from "vitest";
import type { IncomingCall } from "../../support/phone/index.ts";
import type { Centre } from "../support/centre.ts";
import type { Desk } from "../support/desk.ts";
import { prompts } from "../support/prompts.ts";
import { storyOf } from "../support/story.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dialsSilk = "98655";
const dialsTea = "98656";
/** The same queues after a greeting. */
const dialsSilkHouse = "986551";
const dialsTeaHouse = "986561";
const silkQueue = "丝绸订购";
const teaQueue = "茶叶订购";
/** The most calls that the tea garden may have in agents' hands at once. */
const teaCap = 2;
const lent = ["lin-yi", "lin-er", "lin-san", "lin-si"] as const;

const agency = tenantWith(
  {
    key: "agency",
    name: "众帮坐席",
    groups: ["relief"],
    agents: lent.map((key, nth) => ({
      key,
      name: `林${nth + 1}`,
      sipUsername: `98654-80${nth + 1}`,
      skills: {},
      groups: ["relief"],
    })),
    queues: [{ key: "own", name: "自家", ringForSeconds: 30 }],
  },
  [{ number: "98654", queue: "own" }],
);

const renterWith = (key: string, queue: string, lines: Parameters<typeof tenantWith>[1]) =>
  tenantWith(
    {
      key,
      name: key,
      skills: ["selling"],
      queues: [
        {
          key: "sales",
          name: queue,
          steps: [{ eligible: "selling >= 3" }],
          ringForSeconds: 30,
          wrapUpSeconds: 0,
        },
      ],
    },
    lines,
  );

const silk = renterWith("silk", silkQueue, [
  { number: dialsSilk, queue: "sales" },
  { number: dialsSilkHouse, queue: "sales", greeting: prompts.silkGreeting },
]);
const tea = renterWith("tea-garden", teaQueue, [
  { number: dialsTea, queue: "sales" },
  { number: dialsTeaHouse, queue: "sales", greeting: prompts.teaGreeting },
]);

const story = storyOf(
  documentOf([agency, silk, tea], {
    rentals: [
      {
        key: "for-silk",
        lender: "agency",
        renter: "silk",
        groups: ["relief"],
        skills: { selling: 5 },
        weight: 3,
      },
      {
        key: "for-tea",
        lender: "agency",
        renter: "tea-garden",
        groups: ["relief"],
        skills: { selling: 5 },
        weight: 1,
        cap: teaCap,
      },
    ],
  }),
);

describe("two tenants who rent the same agents", () => {
  story("have calls answered by weight, three to one, while both are flooded", async ({ centre }) => {
    const [silkFeed, teaFeed] = [centre.feed("silk"), centre.feed("tea-garden")];
    const desks = await team(centre, "pausingAgent");
    const taken = new Taken();
    for (const desk of desks) desk.phone.onCall((offered) => void taken.by(desk, offered));
    const crowds = [await centre.patientCrowd(dialsSilk, 20), await centre.patientCrowd(dialsTea, 20)];
    await Promise.all([silkFeed.sawTimes(20, "call-queued"), teaFeed.sawTimes(20, "call-queued")]);

    for (const desk of desks) await desk.isReady();
    for (const crowd of crowds) {
      expect(await crowd.finished).toMatchObject({ ok: true, successful: 20 });
    }

    // While both had calls waiting. Three to one is 18 of them.
    const ofSilk = taken.queues.slice(0, 24).filter((queue) => queue === silkQueue).length;
    expect(ofSilk).toBeGreaterThanOrEqual(15);
    expect(ofSilk).toBeLessThanOrEqual(21);
    for (const [queue, feed] of [
      [silkQueue, silkFeed],
      [teaQueue, teaFeed],
    ] as const) {
      expect(taken.queues.filter((one) => one === queue)).toHaveLength(20);
      expect(taken.callersOf(queue)).toEqual(
        feed
          .all("call-arrived")
          .map(({ caller }) => caller)
          .toSorted(),
      );
    }
  });

  story("do not keep a caller of the one waiting for a flood of the other", async ({ centre }) => {
    const [silkFeed, teaFeed] = [centre.feed("silk"), centre.feed("tea-garden")];
    const desks = await team(centre, "pausingAgent");
    const taken = new Taken();
    for (const desk of desks) desk.phone.onCall((offered) => void taken.by(desk, offered));
    const flood = await centre.patientCrowd(dialsSilk, 24);
    await silkFeed.sawTimes(24, "call-queued");
    const shut = Promise.withResolvers<void>();
    taken.holdAfter(8, shut.promise);
    for (const desk of desks) await desk.isReady();
    // What nobody else uses is silk's: all four work for it.
    await silkFeed.sawTimes(12, "offer-made");

    const caller = await centre.patientCrowd(dialsTea, 1);
    await teaFeed.saw("call-queued");
    shut.resolve();
    expect(await caller.finished).toMatchObject({ ok: true, successful: 1 });
    expect(await flood.finished).toMatchObject({ ok: true, successful: 24 });
    // Twelve were silk's before the caller came, and silk's share is three to one.
    expect(taken.queues.indexOf(teaQueue)).toBeGreaterThanOrEqual(12);
    expect(taken.queues.indexOf(teaQueue)).toBeLessThanOrEqual(15);
  });

  story(
    "have no more calls in hand than the contract's cap, and the rest is the other's",
    async ({ centre }) => {
      const [silkFeed, teaFeed] = [centre.feed("silk"), centre.feed("tea-garden")];
      const desks = await team(centre, "readyAgent");
      const teas = await centre.patientCrowd(dialsTea, 3);
      await teaFeed.sawTimes(3, "call-queued");
      const silks = await centre.patientCrowd(dialsSilk, 1);
      const offer = await silkFeed.saw("offer-made");
      const busy = teaFeed.all("offer-made").map(({ agent }) => agent);
      expect(busy).toHaveLength(teaCap);
      expect(busy).not.toContain(offer.agent);

      // There is room again for the one who still waits.
      const third = teaFeed.all("call-queued")[teaCap];
      for (const desk of desks) desk.servesAll();
      for (const crowd of [teas, silks]) expect(await crowd.finished).toMatchObject({ ok: true });
      expect(teaFeed.all("offer-made")[teaCap]).toMatchObject({ call: third?.call });
    },
  );

  story(
    "let callers hear their own house; the agent sees for whom to speak, and the lender does not",
    async ({ centre }) => {
      const desk = await centre.readyAgent(lent[0]);
      for (const { tenant, dials, greeting, queue } of [
        { tenant: "silk", dials: dialsSilkHouse, greeting: prompts.silkGreeting, queue: silkQueue },
        { tenant: "tea-garden", dials: dialsTeaHouse, greeting: prompts.teaGreeting, queue: teaQueue },
      ]) {
        const caller = await centre.caller();
        const line = await caller.dials(dials);
        await line.hears(greeting);
        const offered = await desk.rings();
        expect(offered.from).toMatchObject({ displayName: queue, user: caller.number });
        const { rental } = await centre.feed(tenant).saw("offer-made", { agent: desk.id });
        const { since, ...about } = (await desk.reaches("reserved")).state;
        expect(about).toEqual({ at: "reserved", medium: "voice", rental });
        await offered.answer();
        await line.hearsTone(desk.toneHz);
        await line.hangsUp();
        await desk.reaches("talking");
        await desk.reaches("ready");
      }
    },
  );
});

/** The agents who are lent, in the order in which they signed in. */
async function team(centre: Centre, as: "pausingAgent" | "readyAgent"): Promise<readonly Desk[]> {
  const desks: Desk[] = [];
  for (const key of lent) desks.push(await centre[as](key));
  return desks;
}

/** What agents took, in order: the queue their telephones showed, and the caller. */
class Taken {
  #hold = { calls: Number.POSITIVE_INFINITY, until: Promise.resolve() };
  readonly #calls: { readonly queue: string; readonly caller: string }[] = [];

  get queues(): readonly string[] {
    return this.#calls.map(({ queue }) => queue);
  }

  callersOf(queue: string): readonly string[] {
    return this.#calls
      .filter((call) => call.queue === queue)
      .map(({ caller }) => caller)
      .toSorted();
  }

  /** Agents answer so many calls at once, and the others no sooner than this. */
  holdAfter(calls: number, until: Promise<void>): void {
    this.#hold = { calls, until };
  }

  /** An agent takes a call and serves it. */
  async by(desk: Desk, offered: IncomingCall): Promise<void> {
    const { displayName: queue, user: caller } = offered.from;
    const nth = this.#calls.push({ queue, caller });
    if (nth > this.#hold.calls) await this.#hold.until;
    await desk.serves(offered);
  }
}
