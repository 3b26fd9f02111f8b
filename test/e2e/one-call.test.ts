import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect } from "vitest";
import { soundPacket } from "../support/phone/media/tone.ts";
import { freshNumber } from "./support/centre.ts";
import { isHungUpOn } from "./support/desk.ts";
import { numbers } from "./support/document.ts";
import { patienceMs } from "./support/patience.ts";
import { prompts } from "./support/prompts.ts";
import { story } from "./support/story.ts";

describe("a caller to 98668", () => {
  story(
    "hears the greeting, presses 1, waits with music, and talks to an agent who has the skill",
    async ({ centre }) => {
      const feed = centre.feed("press");
      const unskilled = await centre.readyAgent("li-jianguo");
      const skilled = await centre.pausingAgent("wang-yaqin");
      const caller = await centre.caller();

      const line = await caller.dials(numbers.press);
      await line.hears(prompts.pressGreeting);
      await line.hears(prompts.pressMenu);
      await line.presses("1");
      const { call } = await feed.saw("call-queued");
      await line.hearsMusic();
      expect(await centre.api("press").waiting()).toMatchObject([
        { id: call, caller: caller.number, queue: { key: "orders" }, position: 1 },
      ]);

      await skilled.isReady();
      const offered = await skilled.rings();
      expect(offered.from.user).toBe(caller.number);
      expect(offered.header("X-Fivenines-Call")).toBe(call);
      await skilled.reaches("reserved");
      await line.hearsMusic();

      const conversation = await offered.answer();
      await skilled.reaches("talking");
      await Promise.all([
        line.hearsTone(skilled.toneHz),
        conversation.rtp.heard(caller.toneHz, { withinMs: patienceMs }),
      ]);
      const key = conversation.rtp.nextDigit({ withinMs: patienceMs });
      await line.presses("7");
      expect(await key).toBe("7");

      await line.hangsUp();
      await isHungUpOn(conversation);
      await skilled.reaches("wrap-up");
      await skilled.reaches("ready");
      expect(unskilled.timesRung).toBe(0);
      expect(feed.storyOf(call)).toEqual([
        "call-arrived",
        "call-queued",
        "offer-made",
        "offer-ended answered",
        "call-answered",
        "call-ended answered by caller",
      ]);
      const { waitedMs } = await feed.saw("call-answered", { call });
      expect(await centre.history.rowOf(caller.number)).toEqual({
        tenant: "press",
        caller: caller.number,
        agent: "wang-yaqin",
        outcome: "answered",
        endedBy: "caller",
        offers: 1,
        flowVersion: 1,
        waitedMs,
      });
    },
  );

  story.for([["udp"], ["tcp"]] as const)(
    "from SIPp over %s presses 1 by INFO and is heard by the agent",
    async ([transport], { centre }) => {
      const agent = await centre.readyAgent("wang-yaqin");
      const number = freshNumber();
      const folder = await mkdtemp(join(tmpdir(), "fivenines-tone-"));
      try {
        const crowd = await centre.crowd({
          dial: numbers.press,
          transport,
          callers: [[number]],
          scenario: {
            title: "a caller who presses 1 and stays",
            speaks: await toneFile(folder, 900),
            does: [{ waitMs: 4_000 }, { press: "1" }, { awaitHangUp: true }],
          },
        });
        const conversation = await agent.answers();
        await conversation.rtp.heard(900, { withinMs: patienceMs });
        await conversation.hangUp();
        expect(await crowd.finished).toMatchObject({ ok: true, successful: 1, failed: 0 });
      } finally {
        await rm(folder, { recursive: true });
      }
      expect(await centre.history.rowOf(number)).toMatchObject({ outcome: "answered", endedBy: "agent" });
    },
  );
});

/** A second of a tone, as SIPp plays it: bare µ-law. */
async function toneFile(folder: string, toneHz: number): Promise<string> {
  const file = join(folder, "tone.ul");
  const packets = Array.from({ length: 50 }, (_none, nth) => soundPacket({ toneHz }, nth) ?? Buffer.alloc(0));
  await writeFile(file, Buffer.concat(packets));
  return file;
}
