import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Inbox } from "../../contract/edge/support/inbox.ts";
import type { SrfDialog, SrfRequest, SrfResponse } from "../../contract/edge/support/srf.ts";
import type { Taker } from "../../contract/edge/support/taking.ts";
import { type Meeting, openMeeting } from "./meeting.ts";

const SDP = [
  "v=0",
  "o=- 1 1 IN IP4 127.0.0.1",
  "s=-",
  "c=IN IP4 127.0.0.1",
  "t=0 0",
  "m=audio 4000 RTP/AVP 0",
  "a=rtpmap:0 PCMU/8000",
  "a=sendrecv",
  "",
].join("\r\n");

let meeting: Meeting;
beforeAll(async () => {
  meeting = await openMeeting();
});
afterAll(() => meeting.close());

/** A call of the application through Asterisk back to the application: both ends are ours. */
async function callThroughAsterisk(): Promise<{
  app: Taker;
  caller: SrfDialog;
  callee: SrfDialog;
}> {
  const app = await meeting.app("invite");
  const { srf, next } = app;
  const calling = srf.createUAC(`sip:through@${meeting.asterisk.place}`, { localSdp: SDP });
  const { req, res } = await next("INVITE");
  const callee = await srf.createUAS(req, res, { localSdp: SDP });
  return { app, caller: await calling, callee };
}

/** What comes in a dialog under one event's name. */
function requestsOf(dialog: SrfDialog, event: string): Inbox<{ req: SrfRequest; res: SrfResponse }> {
  const inbox = new Inbox<{ req: SrfRequest; res: SrfResponse }>();
  dialog.on(event, (req: SrfRequest, res: SrfResponse) => inbox.put({ req, res }));
  return inbox;
}

describe("hold by re-INVITE (RFC 3264 8.4)", () => {
  it("of the application is answered by Asterisk and passed on as a re-INVITE of its own", async () => {
    const { caller, callee } = await callThroughAsterisk();
    const changes = requestsOf(callee, "modify");
    const answer = async (): Promise<string> => {
      const { req, res } = await changes.take(() => true, "a re-INVITE");
      res.send(200, { body: SDP });
      return req.body ?? "";
    };
    const [held, offer] = await Promise.all([caller.modify("hold"), answer()]);
    expect(held).toMatch(/a=(recvonly|inactive)/);
    expect(offer).toMatch(/a=(sendonly|inactive|recvonly)/);
    const [resumed, again] = await Promise.all([caller.modify("unhold"), answer()]);
    expect(resumed).toContain("a=sendrecv");
    expect(again).toContain("a=sendrecv");
    const ended = once(callee, "destroy");
    await caller.destroy();
    await ended;
  });
});

describe("REFER (RFC 3515)", () => {
  it("of Asterisk is accepted by the application, which tells how it went", async () => {
    const { srf, next } = await meeting.app("invite");
    await meeting.asterisk.console("channel originate PJSIP/callee@trunk-udp extension transfer@numbers");
    const { req, res } = await next("INVITE");
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    const refers = requestsOf(dialog, "refer");
    const ended = once(dialog, "destroy");
    const refer = await refers.take(() => true, "a REFER");
    expect(refer.req.get("Refer-To")).toContain("sip:elsewhere@192.0.2.7");
    refer.res.send(202);
    const notified = await dialog.request({
      method: "NOTIFY",
      headers: {
        Event: "refer",
        "Subscription-State": "terminated;reason=noresource",
        "Content-Type": "message/sipfrag",
      },
      body: "SIP/2.0 200 OK\r\n",
    });
    expect(notified.status).toBe(200);
    await ended;
  });

  it("of the application is carried out by Asterisk, which tells how it went", async () => {
    const { app, caller, callee } = await callThroughAsterisk();
    const notices = requestsOf(caller, "notify");
    const answer = await caller.request({
      method: "REFER",
      headers: {
        "Refer-To": `<sip:through@${meeting.asterisk.place}>`,
        "Referred-By": "<sip:app@127.0.0.1>",
      },
    });
    expect(answer.status).toBe(202);
    const { req, res } = await app.next("INVITE");
    const target = await app.srf.createUAS(req, res, { localSdp: SDP });
    const told = await (async function untilOver(): Promise<string> {
      const { req, res } = await notices.take(() => true, "a NOTIFY");
      res.send(200);
      return req.get("Subscription-State").startsWith("terminated") ? (req.body ?? "") : untilOver();
    })();
    expect(told).toContain("SIP/2.0 200");
    // The one who transfers ends its own call (RFC 5589 6.1).
    await caller.destroy();
    const targetLeft = once(target, "destroy");
    await callee.destroy();
    await targetLeft;
  });
});
