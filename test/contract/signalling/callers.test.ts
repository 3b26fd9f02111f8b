import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CallId } from "../../../src/ids.ts";
import { AGENT, type Centre, openCentre, TRUNK } from "./support/centre.ts";
import { answerChallenge } from "./support/credentials.ts";
import { sdp } from "./support/dialog.ts";
import { NUMBER, TENANT } from "./support/memory.ts";
import { UdpPeer } from "./support/peer.ts";
import { callIdOf, callIn, nextAtSwitch, talk } from "./support/stories.ts";

describe("a caller", () => {
  let centre: Centre;

  beforeEach(async () => {
    centre = await openCentre();
  });

  afterEach(async () => {
    await centre.stop();
  });

  const told = () => centre.happenings.told.filter((what) => /^(admitted|gone)/.test(what));
  const gone = (call: string, why = "hung-up") =>
    centre.happenings.until((what) => what === `gone ${call} ${why}`);

  describe("is refused", () => {
    afterEach(() => {
      expect(told()).toEqual([]);
      expect(centre.softswitch.unread()).toEqual([]);
    });

    it("from an unknown trunk", async () => {
      const stranger = await UdpPeer.open();
      const refusal = await callIn(centre, { peer: stranger }).final("INVITE");
      expect(refusal.status).toBe(403);
      await stranger.close();
    });

    it("with an unknown number", async () => {
      expect((await callIn(centre, { dialled: "98660" }).final("INVITE")).status).toBe(404);
    });

    it("with no number", async () => {
      expect((await callIn(centre, { dialled: "" }).final("INVITE")).status).toBe(484);
    });

    it("over quota, with a hint when to try again", async () => {
      centre.admission.refuse = "over-quota";
      const refusal = await callIn(centre).final("INVITE");
      expect(refusal.status).toBe(486);
      expect(refusal.header("Retry-After")).toBe("10");
      expect(refusal.header("Reason")).toContain("Q.850;cause=17");
    });

    it("while the centre drains, with a hint when to try again", async () => {
      centre.signalling.drain();
      const refusal = await callIn(centre).final("INVITE");
      expect(refusal.status).toBe(503);
      expect(refusal.header("Retry-After")).toBe("30");
    });

    it("after too many hops", async () => {
      expect((await callIn(centre, { headers: { "Max-Forwards": "0" } }).final("INVITE")).status).toBe(483);
    });

    it("who requires what is not there", async () => {
      const refusal = await callIn(centre, { headers: { Require: "precondition" } }).final("INVITE");
      expect(refusal.status).toBe(420);
      expect(refusal.header("Unsupported")).toBe("precondition");
    });

    it("when an agent's device dials", async () => {
      const device = await UdpPeer.open();
      const from = `<sip:${AGENT.username}@fivenines>`;
      const refusal = await callIn(centre, { peer: device, from }).final("INVITE");
      expect(refusal.status).toBe(403);
      expect(refusal.header("Reason")).toContain("agent devices");
      await device.close();
    });
  });

  it("of a trunk without known address is admitted by its SIP password", async () => {
    const trunk = await UdpPeer.open();
    const call = callIn(centre, { peer: trunk, from: `<sip:${TRUNK.username}@carrier.example>` });
    const challenge = await call.final("INVITE");
    expect(challenge.status).toBe(407);
    const uri = `sip:${NUMBER}@127.0.0.1:${centre.sipPort}`;
    const wrong = answerChallenge(challenge, { ...TRUNK, password: "wrong" }, "INVITE", uri);
    call.send("INVITE", { body: sdp(4_000), headers: { "Proxy-Authorization": wrong } });
    const again = await call.final("INVITE");
    expect(again.status).toBe(407);
    const right = answerChallenge(again, TRUNK, "INVITE", uri, "SHA-256");
    call.send("INVITE", { body: sdp(4_000), headers: { "Proxy-Authorization": right } });
    const { invite } = await nextAtSwitch(centre);
    expect(told()).toEqual([`admitted ${callIdOf(invite)} ${TRUNK.username} ${NUMBER} welcome`]);
    expect(invite.header("Proxy-Authorization")).toBe("");
    call.cancel();
    await trunk.close();
  });

  it("is announced before the softswitch hears of the call, and reaches it with nothing of the carrier's", async () => {
    const offer = sdp(4_000);
    const caller = callIn(centre, { body: offer });
    const { invite, leg } = await nextAtSwitch(centre);
    expect(told()).toEqual([`admitted ${callIdOf(invite)} 13800138000 ${NUMBER} welcome`]);
    expect(invite.uri).toMatch(new RegExp(`^sip:c[0-9a-f]{32}@127\\.0\\.0\\.1:${centre.softswitch.port}$`));
    expect(invite.body).toBe(offer);
    expect(invite.header("Content-Type")).toBe("application/sdp");
    expect(invite.header("From")).toMatch(/^"Han" <sip:13800138000@127\.0\.0\.1:/);
    expect(invite.header("Max-Forwards")).toBe("69");
    expect(invite.header("User-Agent")).toBe("Fivenines");
    expect(invite.headers("Via")).toHaveLength(1);
    expect(invite.text).not.toContain("carrier.example");
    expect(invite.header("Call-ID")).not.toBe(caller.callId);
    leg.answer(invite, 486);
    await caller.final("INVITE");
  });

  it("hears ringing and early media, talks, and hangs up", async () => {
    const caller = callIn(centre);
    const { invite, leg } = await nextAtSwitch(centre);
    leg.answer(invite, 180);
    await centre.carrier.nextResponse(180, "INVITE");
    leg.answer(invite, 183, { body: sdp(5_000, "sendonly") });
    const early = await centre.carrier.nextResponse(183, "INVITE");
    expect(early.body).toBe(sdp(5_000, "sendonly"));
    leg.answer(invite, 200, { body: sdp(5_000), headers: { Server: "Asterisk" } });
    const answer = await caller.final("INVITE");
    expect(answer.body).toBe(sdp(5_000));
    expect(answer.header("Server")).toBe("Fivenines");
    expect(answer.header("Contact")).toContain(`:${centre.sipPort}`);
    expect(answer.text).not.toContain(`:${centre.softswitch.port}`);
    caller.ack();
    await centre.softswitch.nextRequest("ACK");
    expect(centre.signalling.liveCalls(TENANT)).toBe(1);
    expect((await caller.request("BYE", { headers: { Reason: "Q.850;cause=16" } })).status).toBe(200);
    const bye = await centre.softswitch.nextRequest("BYE");
    expect(bye.header("Reason")).toBe("Q.850;cause=16");
    leg.answer(bye, 200);
    await gone(callIdOf(invite));
    expect(centre.signalling.liveCalls(TENANT)).toBe(0);
    expect(told()).toHaveLength(2);
  });

  it("is hung up, like the softswitch, when the call is over and the softswitch ends nothing: it may have died", async () => {
    const { caller, leg, call } = await talk(centre);
    centre.signalling.callEnded(CallId(call));
    const [bye, other] = await Promise.all([
      centre.carrier.nextRequest("BYE"),
      centre.softswitch.nextRequest("BYE"),
    ]);
    caller.answer(bye, 200);
    leg.answer(other, 200);
    await gone(call, "failed");
    expect(centre.signalling.liveCalls(TENANT)).toBe(0);
  });

  it("is hung up when the softswitch hangs up", async () => {
    const { caller, leg, call } = await talk(centre);
    expect((await leg.request("BYE")).status).toBe(200);
    const bye = await centre.carrier.nextRequest("BYE");
    caller.answer(bye, 200);
    await gone(call);
    expect(told()).toHaveLength(2);
  });

  it("who cancels while ringing is gone at once, and so is the call at the softswitch", async () => {
    const caller = callIn(centre);
    const { invite, leg } = await nextAtSwitch(centre);
    leg.answer(invite, 180);
    await centre.carrier.nextResponse(180, "INVITE");
    caller.cancel({ Reason: 'SIP;cause=487;text="changed my mind"' });
    const cancel = await centre.softswitch.nextRequest("CANCEL");
    expect(cancel.header("Reason")).toContain("changed my mind");
    leg.answer(cancel, 200);
    leg.answer(invite, 487);
    expect((await caller.final("INVITE")).status).toBe(487);
    await gone(callIdOf(invite));
    expect(centre.signalling.liveCalls(TENANT)).toBe(0);
    expect(told()).toHaveLength(2);
  });

  it("whose CANCEL crosses the softswitch's answer leaves nothing behind there", async () => {
    const caller = callIn(centre);
    const { invite, leg } = await nextAtSwitch(centre);
    leg.answer(invite, 180);
    await centre.carrier.nextResponse(180, "INVITE");
    caller.cancel();
    const cancel = await centre.softswitch.nextRequest("CANCEL");
    leg.answer(invite, 200, { body: sdp(5_000) });
    leg.answer(cancel, 481);
    await centre.softswitch.nextRequest("ACK");
    leg.answer(await centre.softswitch.nextRequest("BYE"), 200);
    expect((await caller.final("INVITE")).status).toBe(487);
    await gone(callIdOf(invite));
    expect(told()).toHaveLength(2);
  });

  it.each([
    ["busy", 486, 486],
    ["broken", 500, 503],
    ["without such a call", 404, 503],
  ])("hears when the softswitch is %s", async (_, status, expected) => {
    const caller = callIn(centre);
    const { invite, leg } = await nextAtSwitch(centre);
    leg.answer(invite, status);
    const refusal = await caller.final("INVITE");
    expect(refusal.status).toBe(expected);
    expect(refusal.header("Retry-After")).toBe(expected === 503 ? "5" : "");
    await gone(callIdOf(invite), "failed");
    expect(told()).toHaveLength(2);
  });

  it("puts the call on hold and back, and the softswitch likewise", async () => {
    const { caller, leg } = await talk(centre);
    for (const direction of ["sendonly", "sendrecv"]) {
      caller.send("INVITE", { body: sdp(4_000, direction) });
      const change = await centre.softswitch.nextRequest("INVITE");
      expect(change.body).toBe(sdp(4_000, direction));
      leg.answer(change, 200, { body: sdp(5_000, "recvonly") });
      expect((await caller.final("INVITE")).body).toBe(sdp(5_000, "recvonly"));
      caller.ack();
      await centre.softswitch.nextRequest("ACK");
    }
    leg.send("INVITE", { body: sdp(5_000, "sendonly") });
    const change = await centre.carrier.nextRequest("INVITE");
    caller.answer(change, 200, { body: sdp(4_000, "recvonly") });
    expect((await leg.final("INVITE")).body).toBe(sdp(4_000, "recvonly"));
    leg.ack();
    await centre.carrier.nextRequest("ACK");
  });

  it("may leave the offer to the softswitch", async () => {
    const caller = callIn(centre, { body: "" });
    const { invite, leg } = await nextAtSwitch(centre);
    expect(invite.body).toBe("");
    leg.answer(invite, 200, { body: sdp(5_000) });
    expect((await caller.final("INVITE")).body).toBe(sdp(5_000));
    caller.ack(sdp(4_000));
    const ack = await centre.softswitch.nextRequest("ACK");
    expect(ack.body).toBe(sdp(4_000));
  });

  it("presses digits by INFO", async () => {
    const { caller, leg } = await talk(centre);
    caller.send("INFO", {
      body: "Signal=1\r\nDuration=160\r\n",
      headers: { "Content-Type": "application/dtmf-relay" },
    });
    const info = await centre.softswitch.nextRequest("INFO");
    expect(info.body).toBe("Signal=1\r\nDuration=160\r\n");
    expect(info.header("Content-Type")).toBe("application/dtmf-relay");
    leg.answer(info, 200);
    expect((await caller.final("INFO")).status).toBe(200);
  });

  it("changes media by UPDATE, or hears that it cannot", async () => {
    const { caller, leg } = await talk(centre);
    caller.send("UPDATE", { body: sdp(4_000, "inactive") });
    const update = await centre.softswitch.nextRequest("UPDATE");
    expect(update.body).toBe(sdp(4_000, "inactive"));
    leg.answer(update, 488);
    expect((await caller.final("UPDATE")).status).toBe(488);
  });

  it("is told 503 when the softswitch is gone", async () => {
    await centre.softswitch.close();
    const caller = callIn(centre);
    const refusal = await caller.final("INVITE");
    expect(refusal.status).toBe(503);
    expect(refusal.header("Retry-After")).toBe("5");
    await centre.happenings.until((what) => /^gone .* failed$/.test(what));
    expect(told()).toHaveLength(2);
  });
});
