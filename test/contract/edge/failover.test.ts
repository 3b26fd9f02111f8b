import type { Answer } from "dns-packet";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { ControlClient } from "./support/control-client.ts";
import { a, naptr, srv, TestDns } from "./support/dns.ts";
import type { UdpPhone } from "./support/phones.ts";
import { place } from "./support/placing.ts";
import { branchOf, field, SDP, tagIn } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

const URI = "sip:1000@cluster.test";

/** A cluster of phones, tried in their order. */
async function cluster(size = 2, settings: object = {}) {
  const dns = await TestDns.start();
  const clock = new ManualClock();
  const world = await startWorld(clock, { dnsServers: [dns.address], ...settings });
  const phones: UdpPhone[] = [];
  for (let i = 0; i < size; i++) phones.push(await world.udpPhone());
  dns.records = recordsFor(phones.map(({ place: { port } }) => port));
  const [first, second, third = second] = phones;
  if (!first || !second || !third) throw new Error("a cluster has at least two");
  return { dns, clock, world, srf: await world.app(), first, second, third };
}

function recordsFor(ports: readonly number[], transport = "udp"): Answer[] {
  const name = `_sip._${transport}.cluster.test`;
  return [...ports.map((port, at) => srv(name, at, port, "node.cluster.test")), a("node.cluster.test")];
}

/** The same request to everybody but the transport. */
function sameRequest(one: string, other: string): void {
  for (const name of ["Call-ID", "CSeq", "From", "To", "Contact"]) {
    expect(field(other, name)).toBe(field(one, name));
  }
  expect(branchOf(other)).not.toBe(branchOf(one));
}

describe("a hop that keeps silent (RFC 3263 4.3)", () => {
  it("is followed by the next after four seconds: same request, new branch, one call for the application", async () => {
    const { clock, world, srf, first, second } = await cluster();
    const placed = place(srf, URI);
    const unheard = await first.method("INVITE");
    clock.advance(3_999);
    expect(second.count("INVITE")).toBe(0);
    clock.advance(1);
    const invite = await second.method("INVITE");
    sameRequest(unheard, invite);
    second.respond(invite, { status: 180, tag: "callee" });
    await placed.provisional.take(({ status }) => status === 180, "a 180");
    second.respond(invite, { status: 200, tag: "callee", body: SDP });
    const dialog = await placed.outcome;
    await second.method("ACK");
    expect(dialog.sip.remoteTag).toBe("callee");
    const ended = dialog.destroy();
    second.respond(await second.method("BYE"), { status: 200 });
    await ended;
    const sent = first.count("INVITE");
    clock.advance(200_000);
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0, dialogs: 0 });
    expect(clock.waiting).toBe(0);
    expect(first.count("INVITE")).toBe(sent);
    expect([first.count("ACK"), first.count("BYE")]).toEqual([0, 0]);
  });

  it("may be given less time", async () => {
    const { clock, srf, first, second } = await cluster(2, { failoverMs: 700 });
    place(srf, URI);
    await first.method("INVITE");
    clock.advance(700);
    await second.method("INVITE");
  });

  it("has its full 32 s where it is the last, and then there is one 408", async () => {
    const { clock, world, first, second } = await cluster();
    const app = await ControlClient.authenticated(world.edge.controlPort);
    await app.command(`sip||\r\nOPTIONS ${URI} SIP/2.0\r\nSubject: x\r\n\r\n`);
    await first.method("OPTIONS");
    clock.advance(4_000);
    await second.method("OPTIONS");
    clock.advance(31_999);
    expect(await app.command("ping")).toBe("OK|pong");
    expect(app.inbox.count((frame) => frame.includes("SIP/2.0 408"))).toBe(0);
    clock.advance(1);
    const failure = await app.sip();
    expect(failure.text.startsWith("SIP/2.0 408 Request Timeout")).toBe(true);
    clock.advance(200_000);
    expect(await app.command("ping")).toBe("OK|pong");
    expect(app.inbox.count((frame) => frame.includes("|sip|"))).toBe(1);
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0 });
  });

  it("is tried last for thirty seconds", async () => {
    const { clock, srf, first, second } = await cluster();
    const silent = place(srf, URI);
    await first.method("INVITE");
    clock.advance(4_000);
    second.respond(await second.method("INVITE"), { status: 486, tag: "x" });
    await silent.failure();
    const next = place(srf, URI);
    second.respond(await second.method("INVITE"), { status: 486, tag: "x" });
    await next.failure();
    clock.advance(30_000);
    const before = first.count("INVITE");
    const later = place(srf, URI);
    await expect.poll(() => first.count("INVITE")).toBe(before + 1);
    first.respond(first.inbox.all.findLast((text) => text.startsWith("INVITE")) ?? "", {
      status: 486,
      tag: "x",
    });
    expect(await later.failure()).toMatchObject({ status: 486 });
  });

  it("is as good as any once it has answered", async () => {
    const { clock, srf, first, second } = await cluster(2, { failoverMs: 400 });
    const silent = place(srf, URI);
    await first.method("INVITE");
    clock.advance(400);
    second.respond(await second.method("INVITE"), { status: 486, tag: "x" });
    await silent.failure();
    const second503 = place(srf, URI);
    await refuseForNow(second);
    first.respond(await first.method("INVITE"), { status: 486, tag: "x" });
    await second503.failure();
    const next = place(srf, URI);
    first.respond(await first.method("INVITE"), { status: 486, tag: "x" });
    expect(await next.failure()).toMatchObject({ status: 486 });
  });

  it("that wakes before another has answered has the call back; the other is told to stop ringing", async () => {
    const { clock, srf, first, second } = await cluster();
    const placed = place(srf, URI);
    const invite = await first.method("INVITE");
    clock.advance(4_000);
    const instead = await second.method("INVITE");
    first.respond(invite, { status: 180, tag: "slow" });
    await placed.provisional.take(({ status }) => status === 180, "a 180");
    clock.advance(10_000);
    await serverHasRead(srf, second);
    expect(second.count("INVITE")).toBe(1);
    second.respond(instead, { status: 180, tag: "other" });
    expect(branchOf(await second.method("CANCEL"))).toBe(branchOf(instead));
    first.respond(invite, { status: 200, tag: "slow", body: SDP });
    expect((await placed.outcome).sip.remoteTag).toBe("slow");
    await first.method("ACK");
  });

  it("that wakes to say 503 does not take the call from the one that is tried instead", async () => {
    const { clock, srf, first, second } = await cluster();
    const placed = place(srf, URI);
    const late = await first.method("INVITE");
    clock.advance(4_000);
    const invite = await second.method("INVITE");
    first.respond(late, { status: 503, tag: "full" });
    expect(branchOf(await first.method("ACK"))).toBe(branchOf(late));
    second.respond(invite, { status: 486, tag: "busy" });
    expect(await placed.failure()).toMatchObject({ status: 486 });
  });

  it("that wakes too late is told to stop ringing, and a call taken there is ended there", async () => {
    const { clock, world, srf, first, second, third } = await cluster(3);
    const placed = place(srf, "sip:1000@example.invalid", { proxy: "sip:cluster.test" });
    await refuseForNow(first);
    const late = await second.method("INVITE");
    clock.advance(4_000);
    const invite = await third.method("INVITE");
    third.respond(invite, { status: 180, tag: "callee" });
    await placed.provisional.take(({ status }) => status === 180, "a 180");
    second.respond(late, { status: 180, tag: "late" });
    const cancel = await second.method("CANCEL");
    expect([branchOf(cancel), field(cancel, "CSeq")]).toEqual([
      branchOf(late),
      field(late, "CSeq").replace("INVITE", "CANCEL"),
    ]);
    second.respond(late, { status: 200, tag: "late", body: SDP });
    expect(tagIn(await second.method("ACK"), "To")).toBe("late");
    second.respond(await second.method("BYE"), { status: 200 });
    third.respond(invite, { status: 200, tag: "callee", body: SDP });
    expect((await placed.outcome).sip.remoteTag).toBe("callee");
    expect(placed.provisional.all).toHaveLength(1);
    expect(world.edge.counts().dialogs).toBe(1);
  });

  it("that wakes too late and then never ends its ringing is forgotten after 32 s", async () => {
    const { clock, world, srf, first, second } = await cluster();
    const placed = place(srf, URI);
    const late = await first.method("INVITE");
    clock.advance(4_000);
    second.respond(await second.method("INVITE"), { status: 486, tag: "busy" });
    await placed.failure();
    first.respond(late, { status: 180, tag: "late" });
    await first.method("CANCEL");
    clock.advance(200_000);
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0 });
    expect(clock.waiting).toBe(0);
  });

  it("after a provisional answer has its full time: 408, and no other is tried (RFC 3261 17.1.2.2)", async () => {
    const { clock, world, first, second } = await cluster();
    const app = await ControlClient.authenticated(world.edge.controlPort);
    await app.command(`sip||\r\nOPTIONS ${URI} SIP/2.0\r\nSubject: x\r\n\r\n`);
    first.respond(await first.method("OPTIONS"), { status: 100 });
    await app.sip((_line, text) => text.startsWith("SIP/2.0 100"));
    clock.advance(32_000);
    expect((await app.sip()).text.startsWith("SIP/2.0 408")).toBe(true);
    expect(second.count("OPTIONS")).toBe(0);
  });

  it("that answers anything, be it 100, keeps the request to itself", async () => {
    const { clock, srf, first, second } = await cluster();
    const placed = place(srf, URI);
    const invite = await first.method("INVITE");
    first.respond(invite, { status: 100 });
    await placed.provisional.take(({ status }) => status === 100, "a 100");
    clock.advance(60_000);
    first.respond(invite, { status: 486, tag: "busy" });
    expect(await placed.failure()).toMatchObject({ status: 486 });
    expect(second.count("INVITE")).toBe(0);
  });
});

describe("a hop that cannot be reached", () => {
  it("is followed by the next: a refused TCP connection", async () => {
    const { dns, clock, world, srf } = await cluster();
    const [closed, listener] = [await world.tcpListener(), await world.tcpListener()];
    closed.close();
    dns.records = recordsFor([closed.port, listener.port], "tcp");
    const placed = place(srf, `${URI};transport=tcp`);
    const phone = await eventually(clock, listener.connection());
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 200, tag: "callee", body: SDP });
    await placed.outcome;
    await phone.method("ACK");
  });

  it("and none is left: one 503, made here", async () => {
    const { dns, clock, world } = await cluster();
    const [one, two] = [await world.tcpListener(), await world.tcpListener()];
    one.close();
    two.close();
    dns.records = recordsFor([one.port, two.port], "tcp");
    const app = await ControlClient.authenticated(world.edge.controlPort);
    await app.command(`sip||\r\nOPTIONS ${URI};transport=tcp SIP/2.0\r\nSubject: x\r\n\r\n`);
    const failure = await eventually(clock, app.sip());
    expect(failure.text.startsWith("SIP/2.0 503 Service Unavailable")).toBe(true);
    expect(failure.line).toMatch(/^[^|]+\|sip\|network\|\d+\|tcp\|\|0\|/);
    clock.advance(200_000);
    expect(await app.command("ping")).toBe("OK|pong");
    expect(app.inbox.count((frame) => frame.includes("|sip|"))).toBe(1);
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0 });
  });
});

describe("503 from a hop (RFC 3263 4.3, RFC 3261 21.5.4)", () => {
  it("is acknowledged and followed by the next hop; the application does not hear of it", async () => {
    const { srf, first, second } = await cluster();
    const placed = place(srf, URI);
    const refused = await first.method("INVITE");
    first.respond(refused, { status: 183, tag: "full" });
    await placed.provisional.take(({ status }) => status === 183, "a 183");
    first.respond(refused, { status: 503, tag: "full" });
    expect(branchOf(await first.method("ACK"))).toBe(branchOf(refused));
    const invite = await second.method("INVITE");
    sameRequest(refused, invite);
    first.respond(refused, { status: 503, tag: "full" });
    expect(branchOf(await first.method("ACK"))).toBe(branchOf(refused));
    second.respond(invite, { status: 200, tag: "callee", body: SDP });
    expect((await placed.outcome).sip.remoteTag).toBe("callee");
    expect(tagIn(await second.method("ACK"), "To")).toBe("callee");
  });

  it("takes back what the hop answered before: its early dialog is gone", async () => {
    const { world, first, second } = await cluster();
    const app = await ControlClient.authenticated(world.edge.controlPort);
    await app.command(`sip||\r\nINVITE ${URI} SIP/2.0\r\nCall-ID: one\r\nFrom: <sip:a@b>;tag=me\r\n\r\n`);
    const invite = await first.method("INVITE");
    first.respond(invite, { status: 183, tag: "full" });
    await app.sip((_line, text) => text.startsWith("SIP/2.0 183"));
    const update = "sip||one;from-tag=me\r\nUPDATE sip:placeholder SIP/2.0\r\nSubject: x\r\n\r\n";
    expect(await app.command(update)).toMatch(/^OK\|/);
    first.respond(invite, { status: 503, tag: "full" });
    const again = await second.method("INVITE");
    expect(await app.command(update)).toBe("NOK|Server error: unable to find dialog for dialog id provided");
    second.respond(again, { status: 486, tag: "x" });
  });

  it("from the last hop is what the application gets", async () => {
    const { srf, first, second } = await cluster();
    const placed = place(srf, URI);
    first.respond(await first.method("INVITE"), { status: 503, reason: "One", tag: "x" });
    second.respond(await second.method("INVITE"), { status: 503, reason: "Two", tag: "x" });
    expect(await placed.failure()).toMatchObject({ status: 503, reason: "Two" });
  });

  it("has the hop avoided for as long as it says", async () => {
    const { clock, srf, first, second } = await cluster();
    const call = async (phone: UdpPhone, headers: readonly string[], status: number) => {
      const placed = place(srf, URI);
      phone.respond(await phone.method("INVITE"), { status, tag: "x", headers });
      return placed;
    };
    const refused = await call(first, ["Retry-After: 120 (maintenance)"], 503);
    second.respond(await second.method("INVITE"), { status: 486, tag: "x" });
    await refused.failure();
    clock.advance(119_000);
    await (await call(second, [], 486)).failure();
    clock.advance(1_000);
    await (await call(first, [], 486)).failure();
  });

  it("in a dialog is the peer's answer and goes to the application", async () => {
    const { srf, second, first } = await cluster();
    const placed = place(srf, `sip:x@127.0.0.1:${first.place.port}`, { proxy: "sip:cluster.test" });
    first.respond(await first.method("INVITE"), { status: 200, tag: "callee", body: SDP });
    const dialog = await placed.outcome;
    await first.method("ACK");
    const asked = dialog.request({ method: "INFO" });
    first.respond(await first.method("INFO"), { status: 503 });
    expect((await asked).status).toBe(503);
    expect(second.count("INFO")).toBe(0);
  });
});

describe("CANCEL while hops are tried", () => {
  it("goes to the hop that has the INVITE, with its branch", async () => {
    const { clock, srf, first, second } = await cluster();
    const placed = place(srf, URI);
    await first.method("INVITE");
    clock.advance(4_000);
    const invite = await second.method("INVITE");
    second.respond(invite, { status: 180, tag: "callee" });
    await placed.provisional.take(({ status }) => status === 180, "a 180");
    (await placed.request()).cancel();
    const cancel = await second.method("CANCEL");
    expect(branchOf(cancel)).toBe(branchOf(invite));
    second.respond(cancel, { status: 200 });
    second.respond(invite, { status: 487, tag: "callee" });
    expect(await placed.failure()).toMatchObject({ status: 487 });
    expect(first.count("CANCEL")).toBe(0);
  });

  it("held for a silent hop: no other hop is tried any more, and one 408 ends it", async () => {
    const { clock, srf, first, second } = await cluster();
    const placed = place(srf, URI);
    await first.method("INVITE");
    const request = await placed.request();
    request.cancel();
    await serverHasRead(srf, first);
    clock.advance(32_000);
    expect(await placed.failure()).toMatchObject({ status: 408 });
    expect(second.count("INVITE")).toBe(0);
    expect(first.count("CANCEL")).toBe(0);
  });

  it("and the hop answers 503 all the same: no other is tried", async () => {
    const { srf, first, second } = await cluster();
    const placed = place(srf, URI);
    const invite = await first.method("INVITE");
    first.respond(invite, { status: 180, tag: "callee" });
    await placed.provisional.take(({ status }) => status === 180, "a 180");
    (await placed.request()).cancel();
    first.respond(await first.method("CANCEL"), { status: 200 });
    first.respond(invite, { status: 503, tag: "callee" });
    expect(await placed.failure()).toMatchObject({ status: 503 });
    expect(second.count("INVITE")).toBe(0);
  });

  it("while the host is still being looked up: nothing is sent, and 487 ends it", async () => {
    const { dns, clock, srf, first } = await cluster();
    dns.hold();
    const placed = place(srf, URI);
    await dns.questions.take(() => true, "a question");
    (await placed.request()).cancel();
    await serverHasRead(srf, first);
    dns.release();
    expect(await eventually(clock, placed.failure())).toMatchObject({ status: 487 });
    expect(first.count("INVITE")).toBe(0);
  });
});

describe("the hop that answered", () => {
  it("gets ACK and BYE where the application's route stands for several", async () => {
    const { srf, first, second } = await cluster();
    const placed = place(srf, "sip:1000@example.invalid", { proxy: "sip:cluster.test" });
    await refuseForNow(first);
    second.respond(await second.method("INVITE"), { status: 200, tag: "callee", body: SDP });
    const dialog = await placed.outcome;
    await second.method("ACK");
    const ended = dialog.destroy();
    second.respond(await second.method("BYE"), { status: 200 });
    await ended;
    expect([first.count("BYE"), second.count("ACK")]).toEqual([0, 1]);
  });

  it("gets ACK and BYE where a recorded route stands for several", async () => {
    const { srf, first, second } = await cluster();
    const placed = place(srf, URI);
    await refuseForNow(first);
    const headers = ["Record-Route: <sip:cluster.test;lr>"];
    second.respond(await second.method("INVITE"), { status: 200, tag: "callee", headers, body: SDP });
    const dialog = await placed.outcome;
    await second.method("ACK");
    const ended = dialog.destroy();
    second.respond(await second.method("BYE"), { status: 200 });
    await ended;
    expect(first.count("BYE")).toBe(0);
  });

  it("with a challenge gets the credentials too", async () => {
    const { world, first, second } = await cluster();
    const app = await ControlClient.authenticated(world.edge.controlPort);
    const options = `sip||\r\nOPTIONS ${URI} SIP/2.0\r\nCall-ID: one\r\n\r\n`;
    await app.command(options);
    first.respond(await first.method("OPTIONS"), { status: 503, tag: "no", headers: ["Retry-After: 0"] });
    second.respond(await second.method("OPTIONS"), { status: 401, tag: "who" });
    await app.sip((_line, text) => text.startsWith("SIP/2.0 401"));
    await app.command(options);
    second.respond(await second.method("OPTIONS"), { status: 200, tag: "me" });
    await app.sip((_line, text) => text.startsWith("SIP/2.0 200"));
    expect(first.count("OPTIONS")).toBe(1);
  });

  it("with a challenge over TCP gets them over TCP, though the library names only its address", async () => {
    const { dns, world, srf } = await cluster();
    const listener = await world.tcpListener();
    dns.records = [
      naptr("cluster.test", 1, "SIP+D2T", "_sip._tcp.cluster.test"),
      ...recordsFor([listener.port], "tcp"),
    ];
    const placed = place(srf, URI, { auth: { username: "u", password: "p" } });
    const phone = await listener.connection();
    phone.respond(await phone.method("INVITE"), {
      status: 407,
      tag: "no",
      headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"'],
    });
    const again = await phone.method("INVITE");
    expect(field(again, "Proxy-Authorization")).toContain('username="u"');
    expect(field(again, "Via")).toMatch(/^SIP\/2\.0\/TCP /);
    phone.respond(again, { status: 486, tag: "x" });
    expect(await placed.failure()).toMatchObject({ status: 486 });
  });
});

/** The first hop sends the call on, but does not want to be avoided: only memory leads past it later. */
async function refuseForNow(first: UdpPhone): Promise<void> {
  first.respond(await first.method("INVITE"), { status: 503, tag: "no", headers: ["Retry-After: 0"] });
}

/** Commands are carried out in order: what came before a last one has been read. */
async function serverHasRead(
  srf: Awaited<ReturnType<typeof cluster>>["srf"],
  phone: UdpPhone,
): Promise<void> {
  srf.request(`sip:fence@127.0.0.1:${phone.place.port}`, { method: "OPTIONS" }, () => undefined);
  phone.respond(await phone.method("OPTIONS"), { status: 200 });
}

/** Turns time until something has happened that a socket decides upon, and then timers. */
async function eventually<Result>(clock: ManualClock, happening: Promise<Result>): Promise<Result> {
  let settled = false;
  const noted = happening.finally(() => {
    settled = true;
  });
  await expect
    .poll(() => {
      clock.advance(20);
      return settled;
    })
    .toBe(true);
  return noted;
}
