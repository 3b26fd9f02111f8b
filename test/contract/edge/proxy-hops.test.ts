import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { a, srv, TestDns } from "./support/dns.ts";
import { appProxying, statuses } from "./support/proxying.ts";
import { branchOf, field, SDP, tagIn } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

/** A caller whose INVITE is proxied to a cluster of two, tried in their order. */
async function cluster(opts: object = {}, settings: object = {}) {
  const dns = await TestDns.start();
  const clock = new ManualClock();
  const world = await startWorld(clock, { dnsServers: [dns.address], ...settings });
  const [caller, first, second] = [await world.udpPhone(), await world.udpPhone(), await world.udpPhone()];
  const hosts = [first, second].map(({ place }, at) =>
    srv("_sip._udp.cluster.test", at, place.port, "node.cluster.test"),
  );
  dns.records = [...hosts, a("node.cluster.test")];
  const app = await appProxying(world, ["sip:1000@cluster.test"], opts);
  const sent = caller.request({ method: "INVITE", callId: "hops", body: SDP });
  return { clock, sent, world, app, caller, first, second };
}

describe("the hops of one proxied target (RFC 3263 4.3)", () => {
  it("count as one: the next takes over from a silent one, which is cancelled if it wakes", async () => {
    const { clock, world, app, caller, first, second } = await cluster();
    const unheard = await first.method("INVITE");
    clock.advance(4_000);
    const invite = await second.method("INVITE");
    expect(branchOf(invite)).not.toBe(branchOf(unheard));
    const repeats = first.count("INVITE");
    clock.advance(8_000);
    expect(first.count("INVITE")).toBe(repeats);
    first.respond(unheard, { status: 180, tag: "first" });
    const cancel = await first.method("CANCEL");
    expect(branchOf(cancel)).toBe(branchOf(unheard));
    first.respond(cancel, { status: 200 });
    first.respond(unheard, { status: 487, tag: "first" });
    await first.method("ACK");
    second.respond(invite, { status: 200, tag: "second" });
    expect(tagIn(await caller.status(200), "To")).toBe("second");
    expect(caller.count("SIP/2.0 180")).toBe(0);
    expect(statuses(await app.ended())).toEqual([200]);
    clock.advance(200_000);
    expect(world.edge.counts()).toMatchObject({ proxied: 0, proxyTransactions: 0, serverTransactions: 0 });
  });

  it("take over from one that answers 503, which nobody else hears of", async () => {
    const { app, caller, first, second } = await cluster();
    first.respond(await first.method("INVITE"), { status: 503, tag: "first" });
    await first.method("ACK");
    second.respond(await second.method("INVITE"), { status: 486, tag: "second" });
    await caller.status(486);
    expect(statuses(await app.ended())).toEqual([486]);
  });

  it("are left alone when the caller gives up", async () => {
    const { clock, sent, caller, first, second } = await cluster();
    await first.method("INVITE");
    caller.request({ method: "CANCEL", callId: "hops", branch: branchOf(sent) });
    await caller.status(487);
    clock.advance(32_000);
    expect(second.count("INVITE")).toBe(0);
  });

  it("are asked for credentials and given them as one", async () => {
    const { caller, first, second } = await cluster();
    first.respond(await first.method("INVITE"), { status: 503, tag: "first" });
    second.respond(await second.method("INVITE"), {
      status: 407,
      tag: "second",
      headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"'],
    });
    await caller.status(407);
    caller.request({
      method: "INVITE",
      callId: "hops",
      cseq: 2,
      headers: ["Proxy-Authorization: Digest a=b"],
      body: SDP,
    });
    expect(field(await second.method("INVITE"), "Proxy-Authorization")).toBe("Digest a=b");
    expect(first.count("INVITE")).toBe(1);
  });

  it("are found by the target that was ordered, not at the outbound proxy", async () => {
    const { first } = await cluster({}, { outboundProxy: "sip:127.0.0.1:9" });
    await first.method("INVITE");
  });
});
