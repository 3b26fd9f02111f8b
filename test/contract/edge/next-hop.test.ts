import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { a, naptr, srv, TestDns } from "./support/dns.ts";
import { place } from "./support/placing.ts";
import { field, fields, responseText, SDP } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld } from "./support/world.ts";

async function dnsWorld(clock?: ManualClock, settings: { readonly outboundProxy?: string } = {}) {
  const dns = await TestDns.start();
  const world = await startWorld(clock, { dnsServers: [dns.address], ...settings });
  return { dns, world, srf: await world.app() };
}

describe("the next hop of a domain (RFC 3263 4)", () => {
  it("follows NAPTR, SRV and A to the transport the domain prefers, and says so in Via and Contact", async () => {
    const { dns, world, srf } = await dnsWorld();
    const listener = await world.tcpListener();
    dns.records = [
      naptr("example.test", 20, "SIP+D2U", "_sip._udp.example.test"),
      naptr("example.test", 10, "SIP+D2T", "_sip._tcp.example.test"),
      srv("_sip._tcp.example.test", 1, listener.port, "gate.example.test"),
      a("gate.example.test"),
    ];
    const placed = place(srf, "sip:1000@example.test");
    const phone = await listener.connection();
    const invite = await phone.method("INVITE");
    expect(invite.startsWith("INVITE sip:1000@example.test SIP/2.0")).toBe(true);
    expect(field(invite, "Via")).toMatch(/^SIP\/2\.0\/TCP 127\.0\.0\.1:\d+;branch=z9hG4bK[^;]*$/);
    expect(field(invite, "Contact")).toBe(`<sip:127.0.0.1:${world.edge.sipPort};transport=tcp>`);
    expect(dns.questions.all).toEqual([
      "NAPTR example.test",
      "SRV _sip._tcp.example.test",
      "A gate.example.test",
    ]);
    phone.respond(invite, { status: 200, tag: "callee", body: SDP });
    const dialog = await placed.outcome;
    expect(field(await phone.method("ACK"), "Via")).toMatch(/^SIP\/2\.0\/TCP /);
    const changed = dialog.modify(SDP);
    const again = await phone.method("INVITE");
    expect(field(again, "Contact")).toBe(field(invite, "Contact"));
    phone.respond(again, { status: 200, tag: "callee", body: SDP });
    await changed;
  });

  it("asks for SRV where there is no NAPTR, goes by priority, and through aliases", async () => {
    const { dns, world, srf } = await dnsWorld();
    const [first, second] = [await world.udpPhone(), await world.udpPhone()];
    dns.records = [
      srv("_sip._udp.example.test", 20, second.place.port, "b.example.test"),
      srv("_sip._udp.example.test", 10, first.place.port, "a.example.test"),
      { type: "CNAME", name: "a.example.test", ttl: 60, data: "really.example.test" },
      a("really.example.test"),
      a("b.example.test"),
    ];
    const placed = place(srf, "sip:1000@example.test");
    first.respond(await first.method("INVITE"), { status: 486, tag: "x" });
    expect(await placed.failure()).toMatchObject({ status: 486 });
    expect(second.count("INVITE")).toBe(0);
  });

  it("asks for addresses alone where the URI has a port", async () => {
    const { dns, world, srf } = await dnsWorld();
    const phone = await world.udpPhone();
    dns.records = [a("example.test"), srv("_sip._udp.example.test", 1, 9, "example.test")];
    place(srf, `sip:1000@example.test:${phone.place.port}`);
    phone.respond(await phone.method("INVITE"), { status: 486, tag: "x" });
    expect(dns.questions.all).toEqual(["A example.test"]);
  });

  it("without a dot has just an address, which the DNS servers are asked for", async () => {
    const { dns, world, srf } = await dnsWorld();
    const phone = await world.udpPhone();
    dns.records = [a("trunk")];
    const placed = place(srf, `sip:1000@trunk:${phone.place.port}`);
    phone.respond(await phone.method("INVITE"), { status: 486, tag: "x" });
    expect(await placed.failure()).toMatchObject({ status: 486 });
    expect(dns.questions.all).toEqual(["A trunk"]);
  });

  it("named localhost is the machine's own affair", async () => {
    const { dns, world, srf } = await dnsWorld();
    const phone = await world.udpPhone();
    place(srf, `sip:1000@localhost:${phone.place.port}`);
    phone.respond(await phone.method("INVITE"), { status: 486, tag: "x" });
    expect(dns.questions.all).toEqual([]);
  });

  it("is asked for once while the answers hold", async () => {
    const { dns, world, srf } = await dnsWorld();
    const phone = await world.udpPhone();
    dns.records = [a("example.test")];
    for (const _ of [1, 2]) {
      const placed = place(srf, `sip:1000@example.test:${phone.place.port}`);
      phone.respond(await phone.method("INVITE"), { status: 486, tag: "x" });
      await placed.failure();
    }
    expect(dns.asked("A example.test")).toBe(1);
  });

  it.each([
    ["does not exist", []],
    ["has no address", [srv("_sip._udp.example.test", 1, 5060, "gone.example.test")]],
    ["does not offer the service", [srv("_sip._udp.example.test", 0, 0, "."), a("example.test")]],
    [
      "offers it only over what this server does not have",
      [naptr("example.test", 1, "SIPS+D2T", "_sips._tcp.example.test"), a("example.test")],
    ],
  ])("that %s: 503 DNS Error, made here", async (_what, records) => {
    const { dns, srf } = await dnsWorld();
    dns.records = records;
    const failure = await place(srf, "sip:1000@example.test").failure();
    expect(failure).toMatchObject({ status: 503, reason: "DNS Error", res: { source_address: "" } });
  });

  it("is not waited for where DNS keeps silent: 503 after two seconds, and one question, not three", async () => {
    const clock = new ManualClock();
    const { dns, world, srf } = await dnsWorld(clock);
    dns.hold();
    const placed = place(srf, "sip:1000@example.test");
    await placed.request();
    await dns.questions.take(() => true, "a question");
    clock.advance(2_000);
    let failed = false;
    placed.outcome.catch(() => {
      failed = true;
    });
    await expect
      .poll(() => {
        clock.advance(20);
        return failed;
      })
      .toBe(true);
    expect(new Set(dns.questions.all)).toEqual(new Set(["NAPTR example.test"]));
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0, dialogs: 0 });
  });
});

async function proxyWorld() {
  const { dns, world, srf } = await dnsWorld(undefined, { outboundProxy: "sip:proxy.test;transport=udp" });
  const proxy = await world.udpPhone();
  dns.records = [srv("_sip._udp.proxy.test", 1, proxy.place.port, "proxy.test"), a("proxy.test")];
  return { world, srf, proxy };
}

describe("the outbound proxy", () => {
  it("gets new requests, without a Route header, and what follows in their dialog", async () => {
    const { world, srf, proxy } = await proxyWorld();
    const callee = await world.udpPhone();
    const placed = place(srf, "sip:1000@example.invalid");
    const invite = await proxy.method("INVITE");
    expect(invite.startsWith("INVITE sip:1000@example.invalid SIP/2.0")).toBe(true);
    expect(fields(invite, "Route")).toEqual([]);
    proxy.send(
      responseText(invite, {
        status: 200,
        tag: "far",
        headers: [`Contact: <sip:1000@127.0.0.1:${callee.place.port}>`],
        body: SDP,
      }),
    );
    const dialog = await placed.outcome;
    const ack = await proxy.method("ACK");
    expect(ack.startsWith(`ACK sip:1000@127.0.0.1:${callee.place.port} SIP/2.0`)).toBe(true);
    const ended = dialog.destroy();
    proxy.respond(await proxy.method("BYE"), { status: 200 });
    await ended;
  });

  it("does not get what has a route of its own", async () => {
    const { world, srf, proxy } = await proxyWorld();
    const other = await world.udpPhone();
    place(srf, "sip:1000@example.invalid", { proxy: `sip:127.0.0.1:${other.place.port}` });
    other.respond(await other.method("INVITE"), { status: 486, tag: "x" });
    expect(proxy.count("INVITE")).toBe(0);
  });

  it("does not get what is for a phone that registered on a connection: only that leads there", async () => {
    const { world, proxy } = await proxyWorld();
    const registrar = await appTaking(world, "register");
    const phone = await world.tcpPhone();
    phone.request({ method: "REGISTER", headers: ["Expires: 60"] });
    const { res } = await registrar.next("REGISTER");
    res.send(200, { headers: { Contact: `<sip:caller@127.0.0.1:${phone.place.port}>;expires=60` } });
    await phone.status(200);
    place(registrar.srf, "sip:caller@127.0.0.1");
    phone.respond(await phone.method("INVITE"), { status: 486, tag: "x" });
    expect(proxy.count("INVITE")).toBe(0);
  });
});

describe("routes (RFC 3261 12.2.1.1, 16.12.1.1)", () => {
  async function answeredWith(recordRoute: (port: number) => string) {
    const world = await startWorld();
    const srf = await world.app();
    const [phone, router] = [await world.udpPhone(), await world.udpPhone()];
    const placed = place(srf, `sip:callee@127.0.0.1:${phone.place.port}`);
    const invite = await phone.method("INVITE");
    phone.respond(invite, {
      status: 200,
      tag: "callee1",
      headers: [`Record-Route: <sip:first.test;lr>, ${recordRoute(router.place.port)}`],
      body: SDP,
    });
    const dialog = await placed.outcome;
    const ack = await router.method("ACK");
    const target = `sip:callee@127.0.0.1:${phone.place.port}`;
    return { phone, router, dialog, ack, target };
  }

  it("a loose router gets requests whose Request-URI is the target, with the whole route set", async () => {
    const { router, dialog, ack, target } = await answeredWith((port) => `<sip:127.0.0.1:${port};lr>`);
    expect(ack.startsWith(`ACK ${target} SIP/2.0`)).toBe(true);
    const routes = [`<sip:127.0.0.1:${router.place.port};lr>`, "<sip:first.test;lr>"];
    expect(fields(ack, "Route")).toEqual(routes);
    const ended = dialog.destroy();
    const bye = await router.method("BYE");
    expect(fields(bye, "Route")).toEqual(routes);
    router.respond(bye, { status: 200 });
    await ended;
  });

  it("a strict router gets requests whose Request-URI is itself, the target as last Route", async () => {
    const { router, ack, target } = await answeredWith((port) => `<sip:127.0.0.1:${port}>`);
    expect(ack.startsWith(`ACK sip:127.0.0.1:${router.place.port} SIP/2.0`)).toBe(true);
    expect(fields(ack, "Route")).toEqual(["<sip:first.test;lr>", `<${target}>`]);
  });
});
