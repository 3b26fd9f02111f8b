import { describe, expect } from "vitest";
import { freshNumber } from "./support/centre.ts";
import { numbers } from "./support/document.ts";
import { prompts } from "./support/prompts.ts";
import { story } from "./support/story.ts";

/** An address of this machine that is no trunk's. */
const elsewhere = "127.0.0.2";

describe("who may call", () => {
  story("a number that is no tenant's is not found (404)", async ({ centre }) => {
    const caller = await centre.caller();
    expect(await caller.isRefused("12345")).toMatchObject({ status: 404 });
  });

  story("an address that is no trunk's is refused (403), whatever it dials", async ({ centre }) => {
    const stranger = await centre.caller({ at: elsewhere });
    expect(await stranger.isRefused(numbers.press)).toMatchObject({ status: 403 });
    expect(await stranger.isRefused("12345")).toMatchObject({ status: 403 });
  });

  story("a trunk that shows its password gets through from anywhere", async ({ centre }) => {
    const agent = await centre.readyAgent("wang-yaqin");
    const number = freshNumber();
    const caller = await centre.caller({ at: elsewhere, trunk: "carrier", number });
    const line = await caller.dials(numbers.pressOrders, {
      headers: { "P-Asserted-Identity": `<sip:${number}@carrier.example>` },
    });
    const offered = await agent.rings();
    expect(offered.from.user).toBe(number);
    await offered.answer();
    await line.hearsTone(agent.toneHz);
  });

  story(
    "one call more than the tenant's quota is told to try later (486), others are not",
    async ({ centre }) => {
      await centre.pausingAgent("old-zhao");
      const [first, second] = [await centre.caller(), await centre.caller()];
      const line = await first.dials(numbers.kiosk);
      await line.hearsMusic();
      expect(await second.isRefused(numbers.kiosk)).toEqual({ status: 486, retryAfter: "10" });
      const elsewhereLine = await second.dials(numbers.press);
      await elsewhereLine.hears(prompts.pressGreeting);

      await line.hangsUp();
      await centre.feed("kiosk").saw("call-ended");
      await (await second.dials(numbers.kiosk)).hearsMusic();
    },
  );

  story("SIPp hears the same refusals", async ({ centre }) => {
    const crowd = await centre.crowd({
      dial: "12345",
      callers: [[freshNumber()]],
      scenario: { title: "a caller of a number that is not", does: { refusedWith: 404 } },
    });
    expect(await crowd.finished).toMatchObject({ ok: true, successful: 1 });
  });
});

story(
  "a phone with a wrong password is not registered, and its agent cannot be ready",
  async ({ centre }) => {
    const agent = await centre.desk("wang-yaqin", { password: "not the password" });
    expect(await agent.phone.register()).toMatchObject({ registered: false, status: 401 });
    expect(await agent.asks({ to: "ready" })).toEqual({ status: 409, code: "no-device" });
    expect(await centre.api("press").agents()).toContainEqual(
      expect.objectContaining({ key: "wang-yaqin", hasDevice: false }),
    );
  },
);
