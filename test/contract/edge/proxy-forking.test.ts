import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import type { UdpPhone } from "./support/phones.ts";
import { appProxying, statuses, uriOf } from "./support/proxying.ts";
import { branchOf, field, fields, SDP, tagIn } from "./support/sip-text.ts";
import { startWorld, type World } from "./support/world.ts";

const IDLE = {
  serverTransactions: 0,
  clientTransactions: 0,
  proxied: 0,
  proxyTransactions: 0,
  proxyChallenges: 0,
};

/** A caller whose INVITE is let pass to two agents. */
async function twoAgents(opts: object, clock?: ManualClock) {
  const world = await startWorld(clock);
  const [caller, first, second] = [await world.udpPhone(), await world.udpPhone(), await world.udpPhone()];
  const app = await appProxying(world, [uriOf(first, "1001"), uriOf(second, "1002")], opts);
  return { world, caller, first, second, app };
}

function invite(caller: UdpPhone, world: World, more: object = {}): string {
  return caller.request({
    method: "INVITE",
    body: SDP,
    uri: `sip:98668@127.0.0.1:${world.edge.sipPort}`,
    ...more,
  });
}

function acknowledge(caller: UdpPhone, sent: string, failure: string): void {
  caller.request({
    method: "ACK",
    uri: sent.split(" ")[1] ?? "",
    callId: field(sent, "Call-ID"),
    branch: branchOf(sent),
    to: field(failure, "To"),
  });
}

/** Goes on until every timer has run out, and then nothing is held any more. */
async function forgetsAll(world: World, clock: ManualClock): Promise<void> {
  clock.advance(200_000);
  await expect.poll(() => world.edge.counts()).toMatchObject(IDLE);
}

describe("serial forking (RFC 3261 16.6)", () => {
  it("goes to the next target when one refuses, and tells the application of each", async () => {
    const clock = new ManualClock();
    const { world, caller, first, second, app } = await twoAgents({}, clock);
    invite(caller, world);
    first.respond(await first.method("INVITE"), { status: 486, tag: "one" });
    await first.method("ACK");
    second.respond(await second.method("INVITE"), { status: 200, tag: "two" });
    expect(tagIn(await caller.status(200), "To")).toBe("two");
    const results = await app.ended();
    expect(results).toMatchObject({ connected: true });
    expect(statuses(results)).toEqual([486, 200]);
    await forgetsAll(world, clock);
  });

  it("goes on after a target that is silent for the provisional timeout", async () => {
    const clock = new ManualClock();
    const { world, caller, first, second } = await twoAgents({ provisionalTimeout: "2s" }, clock);
    invite(caller, world);
    const late = await first.method("INVITE");
    clock.advance(2_000);
    const offer = await second.method("INVITE");
    first.respond(late, { status: 180, tag: "one" });
    expect(branchOf(await first.method("CANCEL"))).toBe(branchOf(late));
    first.respond(late, { status: 487, tag: "one" });
    await first.method("ACK");
    second.respond(offer, { status: 200, tag: "two" });
    expect(tagIn(await caller.status(200), "To")).toBe("two");
    await forgetsAll(world, clock);
  });

  it("goes on after a target that rings for longer than the final timeout", async () => {
    const clock = new ManualClock();
    const { world, caller, first, second } = await twoAgents({ finalTimeout: "1500ms" }, clock);
    invite(caller, world);
    first.respond(await first.method("INVITE"), { status: 180, tag: "one" });
    await caller.status(180);
    clock.advance(1_500);
    await first.method("CANCEL");
    second.respond(await second.method("INVITE"), { status: 200, tag: "two" });
    await caller.status(200);
    await forgetsAll(world, clock);
  });

  it("answers 408 when no target does", async () => {
    const clock = new ManualClock();
    const { world, caller, first, second, app } = await twoAgents({ provisionalTimeout: "1s" }, clock);
    invite(caller, world);
    await first.method("INVITE");
    clock.advance(1_000);
    await second.method("INVITE");
    clock.advance(1_000);
    await caller.status(408);
    expect(await app.ended()).toMatchObject({ connected: false, finalStatus: 408 });
    await forgetsAll(world, clock);
  });

  it("answers 408 after 32 s where nobody set a limit", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(agent)]);
    invite(caller, world);
    await agent.method("INVITE");
    clock.advance(32_000);
    await caller.status(408);
    expect(agent.count("INVITE")).toBe(7);
    await forgetsAll(world, clock);
  });

  it("cancels a target that rings beyond timer C (RFC 3261 16.8)", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(agent)]);
    invite(caller, world);
    const offer = await agent.method("INVITE");
    agent.respond(offer, { status: 180, tag: "one" });
    await caller.status(180);
    clock.advance(184_000);
    agent.respond(offer, { status: 183, tag: "one" });
    await caller.status(183);
    clock.advance(184_000);
    expect(agent.count("CANCEL")).toBe(0);
    clock.advance(1_000);
    agent.respond(await agent.method("CANCEL"), { status: 200 });
    agent.respond(offer, { status: 487, tag: "one" });
    await caller.status(487);
    await forgetsAll(world, clock);
  });

  it("takes the next target where one cannot be reached, and says 500 where none can", async () => {
    const world = await startWorld();
    const [caller, listener] = [await world.udpPhone(), await world.tcpListener()];
    const gone = `sip:1001@127.0.0.1:${listener.port};transport=tcp`;
    listener.close();
    await appProxying(world, [gone]);
    invite(caller, world);
    await caller.status(500);
  });
});

describe("parallel forking (RFC 3261 16.7)", () => {
  const opts = { forking: "simultaneous" };

  it("forwards the first answer and cancels the rest, saying why", async () => {
    const clock = new ManualClock();
    const { world, caller, first, second, app } = await twoAgents(opts, clock);
    invite(caller, world);
    const [one, two] = [await first.method("INVITE"), await second.method("INVITE")];
    expect(branchOf(one)).not.toBe(branchOf(two));
    first.respond(one, { status: 180, tag: "one" });
    await caller.status(180);
    second.respond(two, { status: 200, tag: "two" });
    expect(tagIn(await caller.status(200), "To")).toBe("two");
    const cancel = await first.method("CANCEL");
    expect(field(cancel, "Reason")).toBe('SIP;cause=200;text="Call completed elsewhere"');
    expect(branchOf(cancel)).toBe(branchOf(one));
    first.respond(cancel, { status: 200 });
    first.respond(one, { status: 487, tag: "one" });
    expect(tagIn(await first.method("ACK"), "To")).toBe("one");
    expect(await app.ended()).toMatchObject({ connected: true });
    await forgetsAll(world, clock);
  });

  it("forwards the 2xx of every fork, and their repeats", async () => {
    const { world, caller, first, second } = await twoAgents(opts);
    invite(caller, world);
    const [one, two] = [await first.method("INVITE"), await second.method("INVITE")];
    first.respond(one, { status: 200, tag: "one" });
    second.respond(two, { status: 200, tag: "two" });
    second.respond(two, { status: 200, tag: "two" });
    const tags = [await caller.status(200), await caller.status(200), await caller.status(200)];
    expect(tags.map((ok) => tagIn(ok, "To"))).toEqual(["one", "two", "two"]);
  });

  it("ends the search on a 6xx, and forwards it once the others are over", async () => {
    const { world, caller, first, second } = await twoAgents(opts);
    const sent = invite(caller, world);
    const [one, two] = [await first.method("INVITE"), await second.method("INVITE")];
    first.respond(one, { status: 180, tag: "one" });
    await caller.status(180);
    second.respond(two, { status: 603, tag: "two" });
    await first.method("CANCEL");
    expect(caller.count("SIP/2.0 603")).toBe(0);
    first.respond(one, { status: 487, tag: "one" });
    acknowledge(caller, sent, await caller.status(603));
  });

  it("adds the challenges of all targets to the one it forwards", async () => {
    const { world, caller, first, second } = await twoAgents(opts);
    invite(caller, world);
    const [one, two] = [await first.method("INVITE"), await second.method("INVITE")];
    first.respond(one, {
      status: 407,
      tag: "one",
      headers: ['Proxy-Authenticate: Digest realm="a", nonce="1"'],
    });
    await first.method("ACK");
    expect(caller.count("SIP/2.0 407")).toBe(0);
    second.respond(two, {
      status: 401,
      tag: "two",
      headers: ['WWW-Authenticate: Digest realm="b", nonce="2"'],
    });
    const challenge = await caller.status(407);
    expect(field(challenge, "Proxy-Authenticate")).toContain('realm="a"');
    expect(field(challenge, "WWW-Authenticate")).toContain('realm="b"');
  });

  it("forwards the best of all refusals, and no 503 as such", async () => {
    const { world, caller, first, second, app } = await twoAgents(opts);
    invite(caller, world);
    first.respond(await first.method("INVITE"), { status: 503, tag: "one" });
    second.respond(await second.method("INVITE"), { status: 404, tag: "two" });
    expect(tagIn(await caller.status(404), "To")).toBe("two");
    await app.ended();
    invite(caller, world, { cseq: 2, callId: "busy" });
    for (const agent of [first, second])
      agent.respond(await agent.method("INVITE"), { status: 503, tag: "x" });
    await caller.status(500);
  });

  it("tries no more than 32 targets", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(
      world,
      Array.from({ length: 33 }, (_, nth) => uriOf(agent, `u${nth}`)),
      opts,
    );
    invite(caller, world);
    expect(await app.ended()).toEqual({ refusal: "more than 32 destinations" });
    expect(agent.count("INVITE")).toBe(0);
  });
});

describe("a challenge from a target (RFC 3261 22.3)", () => {
  const challenge = { status: 407, tag: "one", headers: ['Proxy-Authenticate: Digest realm="r", nonce="n"'] };

  it("goes back at once, and the credentials go where it came from, without the application", async () => {
    const { world, caller, first, second, app } = await twoAgents({});
    const sent = invite(caller, world, { callId: "auth" });
    first.respond(await first.method("INVITE"), challenge);
    acknowledge(caller, sent, await caller.status(407));
    const headers = ['Proxy-Authorization: Digest username="1001"'];
    invite(caller, world, { callId: "auth", cseq: 2, headers });
    const again = await first.method("INVITE");
    expect(field(again, "Proxy-Authorization")).toContain("1001");
    expect(second.count("INVITE")).toBe(0);
    first.respond(again, { status: 200, tag: "one" });
    await caller.status(200);
    expect(app.asked).toHaveLength(1);
    expect(statuses(await app.ended())).toEqual([407, 200]);
  });

  it("is over after 2 s: then the application is asked anew", async () => {
    const clock = new ManualClock();
    const { world, caller, first, app } = await twoAgents({}, clock);
    const sent = invite(caller, world, { callId: "auth" });
    first.respond(await first.method("INVITE"), challenge);
    acknowledge(caller, sent, await caller.status(407));
    clock.advance(2_000);
    expect(await app.ended()).toMatchObject({ connected: false, finalStatus: 407 });
    invite(caller, world, { callId: "auth", cseq: 2, headers: ["Authorization: Digest a=b"] });
    await first.method("INVITE");
    expect(app.asked).toHaveLength(2);
  });
});

describe("a redirection (RFC 3261 16.7 item 4)", () => {
  it("is followed where the application asks for it, the preferred contact first", async () => {
    const { world, caller, first, second } = await twoAgents({ followRedirects: true });
    const third = await world.udpPhone();
    invite(caller, world);
    const headers = [`Contact: <${uriOf(second, "low")}>;q=0.1, <${uriOf(third, "high")}>;q=0.9`];
    first.respond(await first.method("INVITE"), { status: 302, tag: "one", headers });
    const offer = await third.method("INVITE");
    expect(offer.startsWith(`INVITE ${uriOf(third, "high")} `)).toBe(true);
    third.respond(offer, { status: 486, tag: "three" });
    const low = await second.method("INVITE");
    expect(low.startsWith(`INVITE ${uriOf(second, "low")} `)).toBe(true);
    second.respond(low, { status: 200, tag: "two" });
    await caller.status(200);
    expect(caller.count("SIP/2.0 302")).toBe(0);
  });

  it("is forwarded where it does not", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(agent)]);
    invite(caller, world);
    const contact = "Contact: <sip:elsewhere@127.0.0.1:9>";
    agent.respond(await agent.method("INVITE"), { status: 302, tag: "one", headers: [contact] });
    expect(field(await caller.status(302), "Contact")).toBe("<sip:elsewhere@127.0.0.1:9>");
  });
});

describe("a CANCEL from the caller (RFC 3261 16.10)", () => {
  it("is answered 200, its INVITE 487, and goes on to each target with its reason", async () => {
    const clock = new ManualClock();
    const { world, caller, first, second, app } = await twoAgents({ forking: "simultaneous" }, clock);
    const sent = invite(caller, world, { callId: "gone" });
    const [one, two] = [await first.method("INVITE"), await second.method("INVITE")];
    first.respond(one, { status: 180, tag: "one" });
    await caller.status(180);
    caller.request({
      method: "CANCEL",
      uri: sent.split(" ")[1] ?? "",
      callId: "gone",
      branch: branchOf(sent),
      headers: ["Reason: SIP;cause=200"],
    });
    expect(field(await caller.status(200), "CSeq")).toBe("1 CANCEL");
    acknowledge(caller, sent, await caller.status(487));
    expect(field(await first.method("CANCEL"), "Reason")).toBe("SIP;cause=200");
    expect(second.count("CANCEL")).toBe(0);
    second.respond(two, { status: 180, tag: "two" });
    await second.method("CANCEL");
    first.respond(one, { status: 487, tag: "one" });
    second.respond(two, { status: 487, tag: "two" });
    await second.method("ACK");
    expect(await app.ended()).toMatchObject({ connected: false, finalStatus: 487 });
    await forgetsAll(world, clock);
  });

  it("that crosses an answer ends the answered call", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(agent)], { remainInDialog: true });
    const sent = invite(caller, world, { callId: "race" });
    const offer = await agent.method("INVITE");
    caller.request({
      method: "CANCEL",
      uri: sent.split(" ")[1] ?? "",
      callId: "race",
      branch: branchOf(sent),
    });
    await caller.status(487);
    agent.respond(offer, { status: 200, tag: "agent" });
    const ack = await agent.method("ACK");
    expect(field(ack, "CSeq")).toBe("1 ACK");
    const bye = await agent.method("BYE");
    expect(tagIn(bye, "To")).toBe("agent");
    expect(fields(bye, "Route")).toEqual([]);
    agent.respond(bye, { status: 200 });
    agent.respond(offer, { status: 200, tag: "agent" });
    await agent.method("ACK");
    expect(agent.count("BYE")).toBe(1);
    expect(caller.count("SIP/2.0 200")).toBe(1);
    await forgetsAll(world, clock);
  });

  it("after the answer is too late: 481", async () => {
    const { world, caller, first } = await twoAgents({});
    const sent = invite(caller, world, { callId: "late" });
    first.respond(await first.method("INVITE"), { status: 200, tag: "one" });
    await caller.status(200);
    caller.request({
      method: "CANCEL",
      uri: sent.split(" ")[1] ?? "",
      callId: "late",
      branch: branchOf(sent),
    });
    await caller.status(481);
    expect(first.count("CANCEL")).toBe(0);
  });
});
