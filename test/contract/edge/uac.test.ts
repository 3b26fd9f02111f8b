import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import type { UdpPhone } from "./support/phones.ts";
import { failureOf, place } from "./support/placing.ts";
import { bodyOf, branchOf, field, fields, SDP, tagIn } from "./support/sip-text.ts";
import type { Srf, SrfDialog } from "./support/srf.ts";
import { startWorld, type World } from "./support/world.ts";

/** Places a call at a phone; its provisional answers are asked for by their status. */
function call(srf: Srf, uri: string, opts: object = {}) {
  const placed = place(srf, uri, opts);
  return {
    ...placed,
    provisional: (status: number) =>
      placed.provisional.take((response) => response.status === status, `a ${status}`),
  };
}

function uriOf(phone: UdpPhone): string {
  return `sip:callee@127.0.0.1:${phone.place.port}`;
}

async function answeredCall(world: World) {
  const srf = await world.app();
  const phone = await world.udpPhone();
  const placed = call(srf, uriOf(phone));
  const invite = await phone.method("INVITE");
  phone.respond(invite, { status: 200, tag: "callee1", body: SDP });
  const dialog = await placed.outcome;
  const ack = await phone.method("ACK");
  return { srf, phone, dialog, invite, ack };
}

describe("placing a call (RFC 3261 13.2, 17.1.1)", () => {
  it("writes the request-URI into To with its parameters, where the application gave no To", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const uri = `${uriOf(phone)};transport=udp;user=phone`;
    const placed = call(srf, uri);
    const invite = await phone.method("INVITE");
    expect(invite).toMatch(new RegExp(`^INVITE ${uri} SIP/2.0\r\n`));
    expect(field(invite, "To")).toBe(`<${uri}>`);
    phone.respond(invite, { status: 486 });
    expect(await failureOf(placed.outcome)).toMatchObject({ status: 486 });
  });

  it("fills the INVITE in and reports it as sent; 180, 200, ACK and BYE follow", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone), {
      headers: { "x-Trace": "t1", "alert-info": "fast", Route: "<sip:evil>" },
    });
    const invite = await phone.method("INVITE");
    const own = `<sip:127.0.0.1:${world.edge.sipPort}>`;
    expect(field(invite, "Via")).toMatch(
      new RegExp(`^SIP/2.0/UDP 127.0.0.1:${world.edge.sipPort};branch=z9hG4bK.*;rport$`),
    );
    expect(field(invite, "From")).toMatch(new RegExp(`^${own};tag=\\w+$`));
    expect(field(invite, "To")).toBe(`<${uriOf(phone)}>`);
    expect(field(invite, "Contact")).toBe(own);
    expect(field(invite, "Max-Forwards")).toBe("70");
    expect(fields(invite, "Route")).toEqual([]);
    expect(invite).toContain("\r\nx-Trace: t1\r\n");
    expect(invite).toContain("\r\nAlert-Info: fast\r\n");
    expect(invite).not.toMatch(/\r\n(Allow|Supported|User-Agent):/);
    const reported = await placed.request();
    expect(reported.get("CSeq")).toBe(field(invite, "CSeq"));
    expect(reported.get("From")).toBe(field(invite, "From"));
    phone.respond(invite, { status: 180, tag: "callee1" });
    await placed.provisional(180);
    phone.respond(invite, { status: 200, tag: "callee1", body: SDP });
    const dialog = await placed.outcome;
    expect(dialog.id).toBe(`${field(invite, "Call-ID")};from-tag=${tagIn(invite, "From")}`);
    const ack = await phone.method("ACK");
    expect(ack.startsWith(`ACK ${uriOf(phone)} SIP/2.0`)).toBe(true);
    expect(field(ack, "CSeq")).toBe(field(invite, "CSeq").replace("INVITE", "ACK"));
    expect(branchOf(ack)).not.toBe(branchOf(invite));
    const ended = dialog.destroy();
    const bye = await phone.method("BYE");
    phone.respond(bye, { status: 200 });
    await ended;
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("passes on a BYE from the callee", async () => {
    const world = await startWorld();
    const { phone, dialog, invite } = await answeredCall(world);
    const over = new Promise((resolve) => dialog.once("destroy", resolve));
    phone.request({
      method: "BYE",
      callId: field(invite, "Call-ID"),
      fromTag: "callee1",
      to: field(invite, "From"),
      uri: field(invite, "Contact").slice(1, -1),
    });
    await phone.status(200);
    await over;
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("acknowledges a repeated 200 again, silently and with the same ACK", async () => {
    const world = await startWorld();
    const { phone, invite, ack } = await answeredCall(world);
    phone.respond(invite, { status: 200, tag: "callee1", body: SDP });
    expect(await phone.method("ACK")).toBe(ack);
  });

  it("acknowledges the answer of a second fork and ends it, keeping the first", async () => {
    const world = await startWorld();
    const { phone, dialog, invite } = await answeredCall(world);
    phone.respond(invite, { status: 200, tag: "fork2", body: SDP });
    expect(tagIn(await phone.method("ACK"), "To")).toBe("fork2");
    const bye = await phone.method("BYE");
    expect(tagIn(bye, "To")).toBe("fork2");
    phone.respond(bye, { status: 200 });
    expect(world.edge.counts().dialogs).toBe(1);
    expect(dialog.sip.remoteTag).toBe("callee1");
  });

  it("reports provisional answers of all forks, and follows the fork that answers", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 180, tag: "fork1" });
    phone.respond(invite, { status: 183, tag: "fork2" });
    await placed.provisional(180);
    await placed.provisional(183);
    phone.respond(invite, { status: 200, tag: "fork1", body: SDP });
    expect((await placed.outcome).sip.remoteTag).toBe("fork1");
    expect(tagIn(await phone.method("ACK"), "To")).toBe("fork1");
  });

  it.each([302, 486, 603])("passes on %i and acknowledges it by itself, repeats too", async (status) => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status, tag: "callee1" });
    expect(await failureOf(placed.outcome)).toMatchObject({ status });
    for (const _ of [1, 2]) {
      const ack = await phone.method("ACK");
      expect(branchOf(ack)).toBe(branchOf(invite));
      expect(tagIn(ack, "To")).toBe("callee1");
      phone.respond(invite, { status, tag: "callee1" });
    }
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("answers a digest challenge through the library, under the same Call-ID and From tag", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone), { auth: { username: "u", password: "p" } });
    const first = await phone.method("INVITE");
    phone.respond(first, {
      status: 407,
      tag: "no",
      headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"'],
    });
    await phone.method("ACK");
    const second = await phone.method("INVITE");
    expect(field(second, "Call-ID")).toBe(field(first, "Call-ID"));
    expect(field(second, "From")).toBe(field(first, "From"));
    expect(Number.parseInt(field(second, "CSeq"), 10)).toBe(Number.parseInt(field(first, "CSeq"), 10) + 1);
    expect(field(second, "Proxy-Authorization")).toContain('username="u"');
    phone.respond(second, { status: 200, tag: "callee1", body: SDP });
    await placed.outcome;
    expect(field(await phone.method("ACK"), "Proxy-Authorization")).toContain('username="u"');
  });

  it("sends to the given route without adding a Route header, and remembers it for ACK and BYE", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const proxy = await world.udpPhone();
    const placed = call(srf, "sip:1000@example.invalid", { proxy: `sip:127.0.0.1:${proxy.place.port}` });
    const invite = await proxy.method("INVITE");
    expect(invite.startsWith("INVITE sip:1000@example.invalid SIP/2.0")).toBe(true);
    expect(fields(invite, "Route")).toEqual([]);
    proxy.send(inviteAnswer(invite, "sip:1000@192.0.2.7"));
    const dialog = await placed.outcome;
    expect((await proxy.method("ACK")).startsWith("ACK sip:1000@192.0.2.7 SIP/2.0")).toBe(true);
    const ended = dialog.destroy();
    const bye = await proxy.method("BYE");
    proxy.respond(bye, { status: 200 });
    await ended;
  });

  it("reaches a callee behind NAT where it answered from", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    phone.send(inviteAnswer(await phone.method("INVITE"), "sip:1000@192.168.7.7:5060"));
    const dialog = await placed.outcome;
    expect((await phone.method("ACK")).startsWith("ACK sip:1000@192.168.7.7:5060 SIP/2.0")).toBe(true);
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
  });

  it("takes an UPDATE before the call is answered", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 183, tag: "callee1", body: SDP });
    await placed.provisional(183);
    srf.use("update", () => undefined);
    phone.request({
      method: "UPDATE",
      callId: field(invite, "Call-ID"),
      fromTag: "callee1",
      to: field(invite, "From"),
      body: SDP,
    });
    expect(bodyOf(await phone.status(200))).toBe(SDP);
    phone.respond(invite, { status: 200, tag: "callee1", body: SDP });
    await placed.outcome;
    await phone.method("ACK");
  });

  it("replaces @localhost by its own host and port", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    call(srf, uriOf(phone), { callingNumber: "98668", callingName: "北京" });
    const invite = await phone.method("INVITE");
    const own = `<sip:98668@127.0.0.1:${world.edge.sipPort}>`;
    expect(field(invite, "From")).toMatch(new RegExp(`^"北京" ${own};tag=`));
    expect(field(invite, "Contact")).toBe(`"北京" ${own}`);
    phone.respond(invite, { status: 486, tag: "x" });
  });
});

function inviteAnswer(invite: string, contact: string): string {
  const copied = ["Via", "From", "Call-ID", "CSeq"].map((name) => `${name}: ${field(invite, name)}`);
  const head = ["SIP/2.0 200 OK", ...copied, `To: ${field(invite, "To")};tag=far`, `Contact: <${contact}>`];
  return [...head, "Content-Type: application/sdp", `Content-Length: ${SDP.length}`, "", SDP].join("\r\n");
}

describe("CANCEL by the application (RFC 3261 9.1)", () => {
  it("after a provisional answer goes out at once; its 200 stays here, the 487 is passed on", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 180, tag: "callee1" });
    await placed.provisional(180);
    (await placed.request()).cancel({
      headers: { Reason: "SIP;cause=200", "X-Why": "answered", Subject: "no" },
    });
    const cancel = await phone.method("CANCEL");
    expect(branchOf(cancel)).toBe(branchOf(invite));
    expect(field(cancel, "CSeq")).toBe(field(invite, "CSeq").replace("INVITE", "CANCEL"));
    expect(field(cancel, "Reason")).toBe("SIP;cause=200");
    expect(field(cancel, "X-Why")).toBe("answered");
    expect(fields(cancel, "Subject")).toEqual([]);
    phone.respond(cancel, { status: 200 });
    phone.respond(invite, { status: 487, tag: "callee1" });
    expect(await failureOf(placed.outcome)).toMatchObject({ status: 487 });
    await phone.method("ACK");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("before any answer is held until the first provisional one", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    (await placed.request()).cancel();
    srf.request(`sip:fence@127.0.0.1:${phone.place.port}`, { method: "OPTIONS" }, () => undefined);
    await phone.method("OPTIONS");
    expect(phone.count("CANCEL")).toBe(0);
    phone.respond(invite, { status: 100 });
    await phone.method("CANCEL");
  });

  it("that comes too late: the 200 is acknowledged and the call ended at once", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 180, tag: "callee1" });
    await placed.provisional(180);
    (await placed.request()).cancel();
    await phone.method("CANCEL");
    phone.respond(invite, { status: 200, tag: "callee1", body: SDP });
    const dialog: SrfDialog = await placed.outcome;
    const over = new Promise<string>((resolve) =>
      dialog.once("destroy", (_bye, reason: string) => resolve(reason)),
    );
    await phone.method("ACK");
    const bye = await phone.method("BYE");
    expect(field(bye, "Reason")).toBe('SIP;cause=200;text="ACK-BYE due to cancel race condition"');
    expect(await over).toBe("ACK-BYE due to cancel race condition");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("that brings no final answer within 32 s ends in a local 408", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 180, tag: "callee1" });
    await placed.provisional(180);
    (await placed.request()).cancel();
    const cancel = await phone.method("CANCEL");
    phone.respond(cancel, { status: 200 });
    clock.advance(32_000);
    expect(await failureOf(placed.outcome)).toMatchObject({ status: 408 });
  });
});

describe("requests that cannot be delivered (RFC 3261 8.1.3.1)", () => {
  it("repeats an INVITE by timer A and answers 408 itself when timer B fires", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    await placed.request();
    const invite = await phone.method("INVITE");
    for (const wait of [500, 1000, 2000, 4000, 8000]) {
      clock.advance(wait);
      expect(await phone.method("INVITE")).toBe(invite);
    }
    clock.advance(16_500);
    const failure = await failureOf(placed.outcome);
    expect(failure).toMatchObject({ status: 408, res: { source_address: "" } });
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0, dialogs: 0 });
  });

  it("answers 503 itself when a TCP connection is refused", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const nobody = await world.tcpListener();
    nobody.close();
    const failure = await failureOf(call(srf, `sip:1000@127.0.0.1:${nobody.port};transport=tcp`).outcome);
    expect(failure).toMatchObject({
      status: 503,
      reason: "Service Unavailable",
      res: { source_address: "" },
    });
  });

  it("answers 503 DNS Error itself for a host nobody knows", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const failure = await failureOf(call(srf, "sip:1000@nowhere.invalid").outcome);
    expect(failure).toMatchObject({ status: 503, reason: "DNS Error" });
  });

  it("refuses what cannot be sent, saying why", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const refusal = async (uri: string, opts: object = {}) => {
      const { promise, resolve } = Promise.withResolvers<string | undefined>();
      srf.request(uri, { method: "MESSAGE", ...opts }, (error) => resolve(error?.message));
      return promise;
    };
    expect(await refusal(`sip:x@127.0.0.1:${world.edge.sipPort}`)).toBe("can not send request to myself");
    expect(await refusal(`sip:x@localhost:${world.edge.sipPort}`)).toBe("can not send request to myself");
    expect(await refusal("tel:+86108668")).toMatch(/^invalid request-uri: /);
    expect(await refusal("sip:x@127.0.0.1;transport=sctp")).toBe(
      "requested protocol/transport not available",
    );
    expect(await refusal("sips:x@127.0.0.1")).toBe("requested protocol/transport not available");
    expect(await refusal("sip:x@127.0.0.1:9", { body: "hello" })).toBe("missing content-type");
  });

  it("sends to a tel: URI by the given route", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const phone = await world.udpPhone();
    srf.request(
      "tel:+86108668",
      {
        method: "MESSAGE",
        proxy: `sip:127.0.0.1:${phone.place.port}`,
        body: "hi",
        headers: { "Content-Type": "text/plain" },
      },
      () => undefined,
    );
    const message = await phone.method("MESSAGE");
    expect(message.startsWith("MESSAGE tel:+86108668 SIP/2.0")).toBe(true);
    expect(bodyOf(message)).toBe("hi");
    phone.respond(message, { status: 200 });
  });
});

describe("the tables", () => {
  it("are empty again once calls and their transactions have run out", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { phone, dialog, srf } = await answeredCall(world);
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
    const refused = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 486, tag: "no" });
    await failureOf(refused.outcome);
    clock.advance(200_000);
    expect(world.edge.counts()).toMatchObject({ serverTransactions: 0, clientTransactions: 0, dialogs: 0 });
    expect(clock.waiting).toBe(0);
  });

  it("give up, after a while, what a lost application left ringing", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const srf = await world.app();
    const phone = await world.udpPhone();
    const placed = call(srf, uriOf(phone));
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 180, tag: "callee1" });
    await placed.provisional(180);
    srf.disconnect();
    await expect.poll(() => world.edge.counts().apps).toBe(0);
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 1, dialogs: 0 });
    clock.advance(185_000);
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0 });
  });
});
