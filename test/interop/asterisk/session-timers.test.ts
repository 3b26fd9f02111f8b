import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SDP } from "../../contract/edge/support/sip-text.ts";
import type { SipMessage, SrfDialog, SrfResponse } from "../../contract/edge/support/srf.ts";
import { type Meeting, openMeeting } from "./meeting.ts";

/** Asterisk's shortest interval is 90 s; whoever refreshes does so at half of it, we 5 s sooner or later. */
const REFRESH_WITHIN_MS = 60_000;

/** A 200 that says we are to refresh. */
const AGREEMENT = /^Transmitting SIP\/2\.0 200 .*\nSession-Expires: 90;refresher=uac\n/s;

let meeting: Meeting;
beforeAll(async () => {
  meeting = await openMeeting();
});
afterAll(() => meeting.close());

/** The next re-INVITE of a dialog. For the library one with a raised version in its SDP is a change. */
async function refreshOf(dialog: SrfDialog): Promise<SipMessage> {
  const { promise, resolve } = Promise.withResolvers<SipMessage>();
  dialog.once("refresh", resolve);
  dialog.once("modify", (request: SipMessage, response: SrfResponse) => {
    response.send(200, { body: SDP });
    resolve(request);
  });
  return promise;
}

describe.concurrent("session timers of 90 s (RFC 4028)", { timeout: REFRESH_WITHIN_MS }, () => {
  it("are agreed where Asterisk calls, and Asterisk refreshes", async ({ onTestFinished }) => {
    const { srf, next } = await meeting.appUntil(onTestFinished, "invite");
    await meeting.asterisk.console("channel originate PJSIP/callee@trunk-udp extension answer@numbers");
    const { req, res } = await next("INVITE");
    expect(req.get("Session-Expires")).toMatch(/^90\b/);
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    expect((await refreshOf(dialog)).get("Session-Expires")).toBe("90;refresher=uac");
    await dialog.destroy();
  });

  it("are agreed where Asterisk is called, and Asterisk refreshes", async ({ onTestFinished }) => {
    const { srf } = await meeting.appUntil(onTestFinished);
    const dialog = await srf.createUAC(`sip:answer@${meeting.asterisk.place}`, { localSdp: SDP });
    expect((await refreshOf(dialog)).get("Session-Expires")).toBe("90;refresher=uac");
    await dialog.destroy();
  });

  it("are refreshed by us where the application asked for that, and Asterisk agrees each time", async ({
    onTestFinished,
  }) => {
    const { srf } = await meeting.appUntil(onTestFinished);
    const dialog = await srf.createUAC(`sip:answer@${meeting.asterisk.place}`, {
      localSdp: SDP,
      headers: { "Session-Expires": "90;refresher=uac", Supported: "timer" },
    });
    const agreements = async (): Promise<number> => {
      const messages = await meeting.asterisk.messages(dialog.sip.callId);
      return messages.filter((text) => AGREEMENT.test(text)).length;
    };
    expect(await agreements()).toBe(1);
    await expect.poll(agreements, { timeout: REFRESH_WITHIN_MS, interval: 500 }).toBe(2);
    await dialog.destroy();
  });
});
