import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SDP } from "../../contract/edge/support/sip-text.ts";
import type { SipMessage, Srf } from "../../contract/edge/support/srf.ts";
import type { Taker } from "../../contract/edge/support/taking.ts";
import { PASSWORD } from "./asterisk-peer.ts";
import { challenge, proves } from "./digest.ts";
import { type Meeting, openMeeting } from "./meeting.ts";

let meeting: Meeting;
beforeAll(async () => {
  meeting = await openMeeting();
});
afterAll(() => meeting.close());

/** Sends a request and resolves with its final response. */
async function ask(srf: Srf, uri: string, opts: object): Promise<SipMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<SipMessage>();
  srf.request(uri, opts, (error, request) => {
    if (error) return reject(error);
    request.on("response", (response: SipMessage) => {
      if (response.status >= 200) resolve(response);
    });
  });
  return promise;
}

/** Challenges every REGISTER, accepts those that prove the password, and resolves with the Contact bound by `protocol`. */
async function registrar({ next }: Pick<Taker, "next">, protocol: string): Promise<string> {
  const { req, res } = await next("REGISTER");
  const authorization = req.has("Authorization") ? req.get("Authorization") : "";
  if (!proves(authorization, "REGISTER", PASSWORD)) {
    res.send(401, { headers: { "WWW-Authenticate": challenge("fivenines", "n1") } });
    return registrar({ next }, protocol);
  }
  const contact = req.get("Contact");
  const removes = Number(req.get("Expires")) === 0;
  res.send(200, removes ? {} : { headers: { Contact: `${contact};expires=600` } });
  return removes || req.protocol !== protocol ? registrar({ next }, protocol) : contact;
}

describe.each(["udp", "tcp"])("REGISTER of Asterisk by %s", (protocol) => {
  it("is challenged, proves its password, and is accepted", async () => {
    const app = await meeting.app("register");
    await meeting.asterisk.console(`pjsip send register registration-${protocol}`);
    expect(await registrar(app, protocol)).toContain("sip:asterisk@");
    await expect
      .poll(() => meeting.asterisk.console("pjsip show registrations"))
      .toMatch(new RegExp(`registration-${protocol}/.* Registered`));
  });

  it("lets the application call what was registered, over the connection it came by", async () => {
    const app = await meeting.app("register");
    await meeting.asterisk.console(`pjsip send register registration-${protocol}`);
    const contact = await registrar(app, protocol);
    const connections = meeting.edge.counts().sipConnections;
    const dialog = await app.srf.createUAC(/<(.*)>/.exec(contact)?.[1] ?? "", { localSdp: SDP });
    expect(meeting.edge.counts().sipConnections).toBe(connections);
    await dialog.destroy();
  });
});

describe("the application as a user of Asterisk", () => {
  const auth = { username: "alice", password: PASSWORD };
  const from = { From: "<sip:alice@127.0.0.1>", To: "<sip:alice@127.0.0.1>" };

  it.each(["udp", "tcp"])("registers with its password by %s", async (protocol) => {
    const { srf } = await meeting.app();
    const headers = { ...from, Contact: "<sip:alice@localhost>", Expires: "300" };
    const response = await ask(srf, `sip:${meeting.asterisk.place};transport=${protocol}`, {
      method: "REGISTER",
      headers,
      auth,
    });
    expect(response.status).toBe(200);
    expect(await meeting.asterisk.console("pjsip show aor alice")).toContain("sip:alice@127.0.0.1");
  });

  it("is refused without it", async () => {
    const { srf } = await meeting.app();
    const headers = { ...from, Contact: "<sip:alice@localhost>" };
    const opts = { method: "REGISTER", headers };
    expect((await ask(srf, `sip:${meeting.asterisk.place}`, opts)).status).toBe(401);
  });

  it("calls with its password, and ends the call with it", async () => {
    const { srf } = await meeting.app();
    const uri = `sip:answer@${meeting.asterisk.place}`;
    const dialog = await srf.createUAC(uri, { localSdp: SDP, headers: { From: from.From }, auth });
    await dialog.destroy();
  });

  it("is called at the Contact it registered", async () => {
    const { srf, next } = await meeting.app("invite");
    const headers = { ...from, Contact: "<sip:alice@localhost>" };
    await ask(srf, `sip:${meeting.asterisk.place}`, { method: "REGISTER", headers, auth });
    await meeting.asterisk.console("channel originate PJSIP/alice extension hang-up@numbers");
    const { req, res } = await next("INVITE");
    expect(req.uri).toBe(`sip:alice@127.0.0.1:${meeting.edge.sipPort}`);
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    await once(dialog, "destroy");
  });
});

describe("OPTIONS (RFC 3261 11)", () => {
  it.each(["udp", "tcp"])(
    "of Asterisk is answered by the application by %s: the trunk is up",
    async (protocol) => {
      const { next } = await meeting.app("options");
      await meeting.asterisk.console(`pjsip qualify trunk-${protocol}`);
      const { req, res } = await next("OPTIONS");
      expect(req.protocol).toBe(protocol);
      res.send(200);
      await expect
        .poll(() => meeting.asterisk.console("pjsip show contacts"))
        .toMatch(new RegExp(`trunk-${protocol}/.*Avail`));
    },
  );

  it("of the application is answered by Asterisk", async () => {
    const { srf } = await meeting.app();
    const response = await ask(srf, `sip:${meeting.asterisk.place}`, { method: "OPTIONS" });
    expect(response.status).toBe(200);
    expect(response.get("Allow")).toContain("REFER");
  });
});
