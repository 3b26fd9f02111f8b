import { describe, expect } from "vitest";
import type { Centre } from "../support/centre.ts";
import type { Desk } from "../support/desk.ts";
import { prompts } from "../support/prompts.ts";
import { storyOf } from "../support/story.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dialsGuest = "98652";
const dialsPatron = "986521";
/** Hears a greeting before it waits: longer than its head start. */
const dialsMember = "986522";
const patronMs = 60_000;
const memberMs = 1_000;

const restaurant = tenantWith(
  {
    key: "restaurant",
    name: "望江楼",
    agents: [{ key: "a-xiang", name: "阿香", sipUsername: "98652-801", skills: {} }],
    queues: [
      {
        key: "tables",
        name: "订座",
        priority: { mode: "head-start", headStartSeconds: { "3": memberMs / 1_000, "8": patronMs / 1_000 } },
        ringForSeconds: 30,
        wrapUpSeconds: 0,
      },
    ],
  },
  [
    { number: dialsGuest, queue: "tables" },
    { number: dialsPatron, queue: "tables", priority: 8 },
    { number: dialsMember, queue: "tables", priority: 3, greeting: prompts.memberGreeting },
  ],
);

const story = storyOf(documentOf([restaurant]));

describe("of two callers who wait", () => {
  story(
    "the younger is served first when its head start is more than the difference of age",
    async ({ centre }) => {
      const { agent, guest, younger, olderByMs } = await twoWait(centre, dialsPatron);
      expect(olderByMs).toBeLessThan(patronMs);
      expect(await line(centre)).toEqual([younger, guest]);
      expect(await served(agent)).toEqual([younger, guest]);
    },
  );

  story(
    "the older is served first when the head start is less than the difference of age",
    async ({ centre }) => {
      const { agent, guest, younger, olderByMs } = await twoWait(centre, dialsMember);
      expect(olderByMs).toBeGreaterThan(memberMs);
      expect(await line(centre)).toEqual([guest, younger]);
      expect(await served(agent)).toEqual([guest, younger]);
    },
  );
});

/** A guest waits, then somebody with a head start. The calls, and how much older the guest's is. */
async function twoWait(centre: Centre, dials: string) {
  const feed = centre.feed("restaurant");
  const agent = await centre.pausingAgent("a-xiang");
  await centre.patientCrowd(dialsGuest, 1);
  const guest = await feed.saw("call-queued");
  await centre.patientCrowd(dials, 1);
  const younger = await feed.saw("call-queued", {}, { after: guest });
  return { agent, guest: guest.call, younger: younger.call, olderByMs: younger.at - guest.at };
}

/** The waiting calls in the order in which the API says they will be served. */
async function line(centre: Centre): Promise<readonly string[]> {
  return (await centre.api("restaurant").waiting()).map(({ id }) => id);
}

/** The calls that ring at the agent, one after the other. */
async function served(agent: Desk): Promise<readonly string[]> {
  await agent.isReady();
  const calls: string[] = [];
  while (calls.length < 2) {
    const offered = await agent.rings();
    calls.push(offered.header("X-Fivenines-Call"));
    await agent.serves(offered);
  }
  return calls;
}
