import { expect } from "vitest";
import { z } from "zod";
import { numbers } from "./support/document.ts";
import { patienceMs } from "./support/patience.ts";
import { prompts } from "./support/prompts.ts";
import { story } from "./support/story.ts";

const Readiness = z.object({ parts: z.record(z.string(), z.enum(["up", "down"])) });

story(
  "the live store away for a moment: who talks talks on, what is due is done when it is back, no call is lost",
  async ({ centre }) => {
    const { redisPid, apiUrl } = centre.premises;
    const [talking, next] = [await centre.readyAgent("wang-yaqin"), await centre.readyAgent("chen-xiaoyu")];
    const [first, second, third] = [await centre.caller(), await centre.caller(), await centre.caller()];
    const firstLine = await first.dials(numbers.pressOrders);
    const conversation = await talking.answers();
    const secondLine = await second.dials(numbers.press);
    await secondLine.hears(prompts.pressMenu);

    process.kill(redisPid, "SIGSTOP");
    try {
      await secondLine.presses("1");
      const thirdLine = third.dials(numbers.press);
      await expect.poll(() => stateOfStore(apiUrl), { timeout: patienceMs }).toBe("down");
      await firstLine.hearsTone(talking.toneHz);
      await conversation.rtp.heard(first.toneHz, { withinMs: patienceMs });
      expect(next.timesRung).toBe(0);

      process.kill(redisPid, "SIGCONT");
      expect((await next.rings()).from.user).toBe(second.number);
      await (await thirdLine).hears(prompts.pressGreeting);
      await expect.poll(() => stateOfStore(apiUrl), { timeout: patienceMs }).toBe("up");
    } finally {
      process.kill(redisPid, "SIGCONT");
    }
    await firstLine.hangsUp();
    expect(await centre.history.rowOf(first.number)).toMatchObject({
      outcome: "answered",
      endedBy: "caller",
    });
  },
);

async function stateOfStore(apiUrl: string): Promise<string | undefined> {
  const response = await fetch(`${apiUrl}/health/ready`);
  return Readiness.parse(await response.json()).parts["redis"];
}
