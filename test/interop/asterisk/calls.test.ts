import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SDP } from "../../contract/edge/support/sip-text.ts";
import type { SipMessage, SrfDialog } from "../../contract/edge/support/srf.ts";
import type { Taker } from "../../contract/edge/support/taking.ts";
import { type Meeting, openMeeting } from "./meeting.ts";

let meeting: Meeting;
beforeAll(async () => {
  meeting = await openMeeting();
});
afterAll(() => meeting.close());

/** Asterisk calls the application's number "callee"; once it is answered, `number` runs in Asterisk. */
async function callFromAsterisk(trunk: string, number: string): Promise<void> {
  await meeting.asterisk.console(`channel originate PJSIP/callee@${trunk} extension ${number}@numbers`);
}

async function answerCall({ srf, next }: Taker): Promise<SrfDialog> {
  const { req, res } = await next("INVITE");
  return srf.createUAS(req, res, { localSdp: SDP });
}

describe.each(["udp", "tcp"])("INVITE by %s", (protocol) => {
  const uri = (number: string): string => `sip:${number}@${meeting.asterisk.place};transport=${protocol}`;

  it("of Asterisk is answered by the application, which ends the call", async () => {
    const app = await meeting.app("invite");
    await callFromAsterisk(`trunk-${protocol}`, "answer");
    const { req, res } = await app.next("INVITE");
    expect(req.protocol).toBe(protocol);
    const dialog = await app.srf.createUAS(req, res, { localSdp: SDP });
    expect(dialog.remote.sdp).toContain("m=audio");
    await expect(dialog.destroy()).resolves.toMatchObject({});
  });

  it("of Asterisk is ended by Asterisk's BYE", async () => {
    const app = await meeting.app("invite");
    await callFromAsterisk(`trunk-${protocol}`, "hang-up");
    const dialog = await answerCall(app);
    const [bye] = await once(dialog, "destroy");
    expect(bye).toMatchObject({ method: "BYE", source: "network" });
  });

  it("of the application is answered, and ended by it", async () => {
    const { srf } = await meeting.app();
    const dialog = await srf.createUAC(uri("answer"), { localSdp: SDP });
    expect(dialog.remote.sdp).toContain("m=audio");
    await dialog.destroy();
  });

  it("of the application is ended by Asterisk's BYE", async () => {
    const { srf } = await meeting.app();
    const dialog = await srf.createUAC(uri("hang-up"), { localSdp: SDP });
    const [bye] = await once(dialog, "destroy");
    expect(bye).toMatchObject({ method: "BYE", protocol });
  });
});

describe("INVITE that does not succeed", () => {
  it.each([
    ["busy", 486],
    ["nobody", 404],
  ])("to %s comes back as %i", async (number, status) => {
    const { srf } = await meeting.app();
    const refused = srf.createUAC(`sip:${number}@${meeting.asterisk.place}`, { localSdp: SDP });
    await expect(refused).rejects.toMatchObject({ status });
  });

  it("is cancelled by the application while it rings, and answered 487", async () => {
    const { srf } = await meeting.app();
    const cancelled = srf.createUAC(
      `sip:ring@${meeting.asterisk.place}`,
      { localSdp: SDP },
      {
        cbRequest: (_error, request) => {
          invite = request;
        },
        cbProvisional: ({ status }) => {
          if (status === 180) invite?.cancel();
        },
      },
    );
    let invite: { cancel(): void } | undefined;
    await expect(cancelled).rejects.toMatchObject({ status: 487 });
  });

  it("is cancelled by Asterisk, and the application hears of it", async () => {
    const app = await meeting.app("invite");
    await callFromAsterisk("trunk-udp", "answer");
    const { req, res } = await app.next("INVITE");
    const cancelled = once(req, "cancel");
    res.send(180);
    await meeting.asterisk.console("channel request hangup all");
    await cancelled;
  });

  it("is refused by the application, and Asterisk takes the refusal", async () => {
    const app = await meeting.app("invite");
    await callFromAsterisk("trunk-udp", "answer");
    const { res } = await app.next("INVITE");
    res.send(603);
    await expect
      .poll(() => meeting.asterisk.console("core show channels count"))
      .toContain("0 active channels");
  });
});

describe("reliable provisional responses (RFC 3262)", () => {
  it("of Asterisk are acknowledged by PRACK, without which it would neither stop nor answer", async () => {
    const { srf } = await meeting.app();
    const ringing: SipMessage[] = [];
    const dialog = await srf.createUAC(
      `sip:ring-and-answer@${meeting.asterisk.place}`,
      { localSdp: SDP, headers: { Supported: "100rel" } },
      { cbProvisional: (response) => void (response.status > 100 && ringing.push(response)) },
    );
    expect(ringing.map(({ status }) => status)).toEqual([180]);
    expect(ringing[0]?.get("Require")).toContain("100rel");
    await dialog.destroy();
  });
});
