import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { AGENT, type Centre, openCentre } from "./support/centre.ts";
import { PeerDialog, sdp } from "./support/dialog.ts";
import { type Peer, TcpPeer, UdpPeer } from "./support/peer.ts";
import { offer, register } from "./support/stories.ts";

describe("an agent's device", () => {
  let centre: Centre;
  let device: UdpPeer;

  beforeEach(async () => {
    centre = await openCentre();
    device = await UdpPeer.open();
  });

  afterEach(async () => {
    await centre.stop();
    await device.close();
  });

  const nextAt = async (peer: Peer) => {
    const invite = await peer.nextRequest("INVITE");
    return { invite, phone: PeerDialog.incoming(peer, centre.sipPort, invite) };
  };

  it("that is not registered is not found", async () => {
    expect((await offer(centre).final("INVITE")).status).toBe(404);
  });

  it("rings with the caller's number and name and the call's id, answers, and is hung up", async () => {
    await register(centre, device);
    const leg = offer(centre, AGENT.username, { headers: { "X-Fivenines-Call": "c1" } });
    const { invite, phone } = await nextAt(device);
    expect(invite.uri).toBe(`sip:${AGENT.username}@127.0.0.1:${device.port}`);
    expect(invite.header("From")).toMatch(/^"Orders" <sip:13800138000@/);
    expect(invite.header("X-Fivenines-Call")).toBe("c1");
    expect(invite.header("User-Agent")).toBe("Fivenines");
    expect(invite.header("Contact")).toContain(`:${centre.sipPort}`);
    expect(invite.text).not.toContain(`:${centre.softswitch.port}`);
    expect(invite.body).toBe(sdp(5_002));
    phone.answer(invite, 180);
    await centre.softswitch.nextResponse(180, "INVITE");
    phone.answer(invite, 200, { body: sdp(6_000) });
    expect((await leg.final("INVITE")).body).toBe(sdp(6_000));
    leg.ack();
    await device.nextRequest("ACK");
    leg.send("BYE");
    phone.answer(await device.nextRequest("BYE"), 200);
    expect((await leg.final("BYE")).status).toBe(200);
  });

  it("is asked to answer by itself where the softswitch says so, in the words that devices heed", async () => {
    await register(centre, device);
    const leg = offer(centre, AGENT.username, { headers: { "X-Fivenines-Auto-Answer": "yes" } });
    const { invite, phone } = await nextAt(device);
    expect(invite.header("Alert-Info")).toBe("<http://localhost>;info=alert-autoanswer;delay=0");
    expect(invite.header("Call-Info")).toBe("<sip:localhost>;answer-after=0");
    expect(invite.header("Answer-Mode")).toBe("Auto");
    expect(invite.header("X-Fivenines-Auto-Answer")).toBe("");
    phone.answer(invite, 486);
    expect((await leg.final("INVITE")).status).toBe(486);
    offer(centre);
    expect((await nextAt(device)).invite.header("Alert-Info")).toBe("");
  });

  it("hangs up", async () => {
    await register(centre, device);
    const leg = offer(centre);
    const { invite, phone } = await nextAt(device);
    phone.answer(invite, 200, { body: sdp(6_000) });
    await leg.final("INVITE");
    leg.ack();
    await device.nextRequest("ACK");
    expect((await phone.request("BYE")).status).toBe(200);
    leg.answer(await centre.softswitch.nextRequest("BYE"), 200);
  });

  it.each([
    ["busy", 486, 486],
    ["declining", 603, 603],
    ["unavailable", 480, 480],
    ["redirecting, which counts as declined", 302, 603],
    ["failing in a way of its own", 499, 400],
  ])("may be %s", async (_, status, expected) => {
    await register(centre, device);
    const leg = offer(centre);
    const { invite, phone } = await nextAt(device);
    phone.answer(invite, status, { headers: { Contact: "<sip:elsewhere@192.0.2.1>" } });
    expect((await leg.final("INVITE")).status).toBe(expected);
  });

  it("stops ringing when the softswitch withdraws the offer", async () => {
    await register(centre, device);
    const leg = offer(centre);
    const { invite, phone } = await nextAt(device);
    phone.answer(invite, 180);
    await centre.softswitch.nextResponse(180, "INVITE");
    leg.cancel({ Reason: 'SIP;cause=200;text="Call completed elsewhere"' });
    const cancel = await device.nextRequest("CANCEL");
    expect(cancel.header("Reason")).toContain("completed elsewhere");
    phone.answer(cancel, 200);
    phone.answer(invite, 487);
    expect((await leg.final("INVITE")).status).toBe(487);
  });

  it("that answers an offer already withdrawn is hung up, and the softswitch hears nothing of it", async () => {
    await register(centre, device);
    const leg = offer(centre);
    const { invite, phone } = await nextAt(device);
    phone.answer(invite, 180);
    await centre.softswitch.nextResponse(180, "INVITE");
    leg.cancel();
    const cancel = await device.nextRequest("CANCEL");
    phone.answer(invite, 200, { body: sdp(6_000) });
    phone.answer(cancel, 481);
    await device.nextRequest("ACK");
    phone.answer(await device.nextRequest("BYE"), 200);
    expect((await leg.final("INVITE")).status).toBe(487);
  });

  it("behind a NAT rings where its REGISTER came from", async () => {
    const Contact = `<sip:${AGENT.username}@192.0.2.77:5060;ob>`;
    await register(centre, device, { headers: { Contact } });
    const leg = offer(centre);
    const { invite, phone } = await nextAt(device);
    expect(invite.uri).toBe(`sip:${AGENT.username}@192.0.2.77:5060;ob`);
    phone.answer(invite, 200, { body: sdp(6_000), headers: { Contact } });
    await leg.final("INVITE");
    leg.ack();
    await device.nextRequest("ACK");
    leg.send("BYE");
    phone.answer(await device.nextRequest("BYE"), 200);
  });

  it("that is gone leaves the offer to the agent's other device", async () => {
    await register(centre, device);
    centre.skip(1_000);
    const gone = await UdpPeer.open();
    await register(centre, gone);
    await gone.close();
    const leg = offer(centre);
    const { invite, phone } = await nextAt(device);
    phone.answer(invite, 486);
    expect((await leg.final("INVITE")).status).toBe(486);
  });

  it("that is gone and has no other beside it cannot be reached", async () => {
    const gone = await UdpPeer.open();
    await register(centre, gone);
    await gone.close();
    expect((await offer(centre).final("INVITE")).status).toBe(503);
  });

  it("on a connection rings over it", async () => {
    const phone = await TcpPeer.open(centre.sipPort);
    await register(centre, phone);
    const leg = offer(centre);
    const { invite, phone: line } = await nextAt(phone);
    line.answer(invite, 200, { body: sdp(6_000) });
    await leg.final("INVITE");
    leg.ack();
    await phone.nextRequest("ACK");
    leg.send("BYE");
    line.answer(await phone.nextRequest("BYE"), 200);
    expect((await leg.final("BYE")).status).toBe(200);
    await phone.close();
  });

  it("whose connection is gone is no device any more", async () => {
    const phone = await TcpPeer.open(centre.sipPort);
    await register(centre, phone);
    await phone.close();
    expect((await offer(centre).final("INVITE")).status).toBe(503);
    await centre.happenings.until((what) => what === "li has no device");
    expect(await centre.bindings.list(AGENT.username)).toEqual([]);
    expect((await offer(centre).final("INVITE")).status).toBe(404);
  });
});
