import { expect } from "vitest";
import { storyOf } from "../support/story.ts";
import { documentOf, tenantWith } from "../support/tenant-document.ts";

const dials = "98660";

const lawFirm = tenantWith(
  {
    key: "law-firm",
    name: "正言律师事务所",
    skills: ["law"],
    agents: [
      { key: "bao-zheng", name: "包拯", sipUsername: "98660-801", skills: { law: 9 } },
      { key: "di-renjie", name: "狄仁杰", sipUsername: "98660-802", skills: { law: 9 } },
      { key: "shu-tong", name: "书童", sipUsername: "98660-803", skills: {} },
    ],
    queues: [
      {
        key: "cases",
        name: "案件",
        steps: [{ eligible: "law >= 5" }],
        offering: { mode: "claim" },
        ringForSeconds: 30,
        wrapUpSeconds: 0,
      },
    ],
  },
  [{ number: dials, queue: "cases" }],
);

const story = storyOf(documentOf([lawFirm]));

story(
  "an agent picks a caller out of the queue; nobody rings unasked, and the others keep their places",
  async ({ centre }) => {
    const feed = centre.feed("law-firm");
    const api = centre.api("law-firm");
    const picking = await centre.readyAgent("bao-zheng");
    const other = await centre.readyAgent("di-renjie");
    const unskilled = await centre.readyAgent("shu-tong");
    const crowd = await centre.patientCrowd(dials, 1);
    const elder = await feed.saw("call-queued");
    const caller = await centre.caller();
    const line = await caller.dials(dials);
    const { call } = await feed.saw("call-queued", {}, { after: elder });
    expect(feed.all("offer-made")).toEqual([]);

    expect(await api.claim(call, unskilled.id)).toEqual({ status: 409, code: "agent-not-eligible" });
    expect(await api.claim(call, picking.id)).toBe("offered");
    const offered = await picking.rings();
    expect(offered.header("X-Fivenines-Call")).toBe(call);
    expect(await api.claim(call, picking.id)).toBe("offered");
    expect(await api.claim(call, other.id)).toEqual({ status: 409, code: "call-offered-already" });
    expect(await api.claim(elder.call, picking.id)).toEqual({ status: 409, code: "agent-not-free" });
    await offered.answer();
    await line.hearsTone(picking.toneHz);
    expect(await api.claim(call, other.id)).toEqual({ status: 409, code: "call-not-waiting" });
    expect(await api.waiting()).toMatchObject([{ id: elder.call, position: 1, queuedAt: elder.at }]);

    expect(await api.claim(elder.call, other.id)).toBe("offered");
    await other.serves(await other.rings());
    expect(await crowd.finished).toMatchObject({ ok: true, successful: 1 });
    expect([picking, other, unskilled].map(({ timesRung }) => timesRung)).toEqual([1, 1, 0]);
    await line.hangsUp();
    await feed.saw("call-ended", { call });
    expect(await api.claim(call, other.id)).toEqual({ status: 404, code: "no-such-call" });
  },
);
