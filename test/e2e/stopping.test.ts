import { afterEach, describe, expect, test } from "vitest";
import type { Service } from "../../scripts/services/service.ts";
import type { Conversation } from "../support/phone/index.ts";
import type { Caller, CallerLine } from "./support/caller.ts";
import type { Centre } from "./support/centre.ts";
import type { Desk } from "./support/desk.ts";
import { lives, type OwnPlatform, processesIn, startOwnPlatform } from "./support/own-platform.ts";
import { patienceMs } from "./support/patience.ts";

const started: OwnPlatform[] = [];
afterEach(async () => {
  for (const { platform, centre } of started.splice(0)) {
    await centre.abandon();
    await platform.kill();
  }
});

async function platform(kept?: "kept"): Promise<OwnPlatform> {
  const own = await startOwnPlatform(kept);
  started.push(own);
  return own;
}

describe("the example, told to stop while a caller talks", () => {
  test("lets the call finish, refuses new ones (503), ends with 0 and leaves nothing running", async () => {
    const { platform: running, centre } = await platform();
    const { server, asterisk, edge, redis, postgres } = running.services;
    const { caller, line, agent, conversation } = await talkAtTheExample(centre);

    process.kill(server.pid, "SIGTERM");
    const late = await centre.caller();
    expect(await refusalOf(late)).toEqual({ status: 503, retryAfter: "30" });
    await line.hearsTone(agent.toneHz);
    await conversation.rtp.heard(caller.toneHz, { withinMs: patienceMs });

    expect(await conversation.hangUp()).toBe(200);
    await line.isHungUpOn();
    expect(await server.exited).toMatchObject({ how: "ended with code 0" });
    expect(await centre.history.rowOf(caller.number)).toMatchObject({
      tenant: "starry-sky-press",
      agent: "wang-yaqin",
      outcome: "answered",
      endedBy: "agent",
    });
    await centre.abandon();
    await running.stop();
    const services: readonly Service[] = [server, asterisk, edge, redis, postgres];
    expect(services.filter(({ pid }) => lives(pid))).toEqual([]);
    expect(await processesIn(running.folder)).toEqual([]);
  });

  test("stops at once when told again; the call is in the history after the next start", async () => {
    const { platform: running, centre } = await platform();
    const { server } = running.services;
    const { caller } = await talkAtTheExample(centre);
    process.kill(server.pid, "SIGTERM");
    const late = await centre.caller();
    expect(await refusalOf(late)).toMatchObject({ status: 503 });
    process.kill(server.pid, "SIGTERM");
    expect(await server.exited).toMatchObject({ how: "ended with code 1" });
    await centre.abandon();
    await running.stop();
    expect(await processesIn(running.folder)).toEqual([]);

    const { centre: next } = await platform("kept");
    expect(await next.history.rowOf(caller.number)).toMatchObject({
      outcome: "answered",
      endedBy: "platform",
    });
  });
});

interface Talk {
  readonly caller: Caller;
  readonly line: CallerLine;
  readonly agent: Desk;
  readonly conversation: Conversation;
}

/** A caller to the real 98668 hears what the example says, presses 1, and is answered. */
async function talkAtTheExample(centre: Centre): Promise<Talk> {
  const agent = await centre.readyAgent("wang-yaqin");
  const caller = await centre.caller();
  const line = await caller.dials("98668");
  await line.hears({ language: "zh", text: "北京星空出版社您好。" });
  await line.hears({ language: "en", text: "Starry Sky Press." });
  await line.hears({ language: "zh", text: "订书请按1，投稿按2，期刊按3。" });
  await line.presses("1");
  const conversation = await agent.answers();
  await line.hearsTone(agent.toneHz);
  return { caller, line, agent, conversation };
}

/** The first refusal: calls that come before the server has heard the signal are still taken. */
async function refusalOf(caller: Caller): Promise<{ status: number; retryAfter: string }> {
  for (;;) {
    const refused = await caller.isRefused("99999");
    if (refused.status >= 300) return refused;
    await caller.phone.hangUpAll();
  }
}
