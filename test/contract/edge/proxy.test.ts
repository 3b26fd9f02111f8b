import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { ControlClient } from "./support/control-client.ts";
import { appProxying, inDialogOf, routesOf, uriOf } from "./support/proxying.ts";
import { bodyOf, branchOf, field, fields, requestText, SDP } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

const ANSWER = SDP.replace("4000", "5000");

describe("a stateful proxy (RFC 3261 16)", () => {
  it("passes an INVITE on with its own Via and one hop less, and the answers back", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(agent)], { headers: { "X-Tenant": "98668" } });
    const sent = caller.request({
      method: "INVITE",
      body: SDP,
      headers: ["X-Tenant: forged", "Subject: hi"],
    });
    const invite = await agent.method("INVITE");
    expect(invite.split("\r\n", 1)[0]).toBe(`INVITE ${uriOf(agent)} SIP/2.0`);
    expect(fields(invite, "Via")).toHaveLength(2);
    expect(fields(invite, "Via")[1]).toContain(branchOf(sent));
    expect(field(invite, "Max-Forwards")).toBe("69");
    expect(fields(invite, "X-Tenant")).toEqual(["98668"]);
    expect(field(invite, "Subject")).toBe("hi");
    expect(fields(invite, "Record-Route")).toEqual([]);
    expect(bodyOf(invite)).toBe(SDP);
    agent.respond(invite, { status: 100 });
    agent.respond(invite, { status: 180, tag: "agent" });
    const ringing = await caller.status(180);
    expect(fields(ringing, "Via")).toHaveLength(1);
    agent.respond(invite, { status: 200, tag: "agent", body: ANSWER });
    const ok = await caller.status(200);
    expect(bodyOf(ok)).toBe(ANSWER);
    expect(caller.count("SIP/2.0 100")).toBe(1);
    const results = await app.ended();
    expect(results).toMatchObject({ connected: true, finalStatus: 200 });
    expect(results).toMatchObject({ responses: [{ address: "127.0.0.1", port: agent.place.port }] });
    expect(world.edge.counts()).toMatchObject({ proxied: 0, dialogs: 0 });
  });

  it("stays in the way of the dialog where it record-routes, and asks the application no more", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(agent)], { remainInDialog: true });
    caller.request({ method: "INVITE", body: SDP });
    const invite = await agent.method("INVITE");
    expect(field(invite, "Record-Route")).toMatch(/^<sip:[^@]+@127\.0\.0\.1:\d+;lr>$/);
    agent.respond(invite, { status: 200, tag: "agent", body: ANSWER });
    const ok = await caller.status(200);
    caller.request(inDialogOf(ok, "ACK", 1));
    const ack = await agent.method("ACK");
    expect(fields(ack, "Route")).toEqual([]);
    for (const [nth, method] of ["INFO", "INVITE", "UPDATE", "BYE"].entries()) {
      caller.request(inDialogOf(ok, method, nth + 2));
      const request = await agent.method(method);
      expect(field(request, "Max-Forwards")).toBe("69");
      agent.respond(request, { status: 200 });
      const answer = await caller.status(200);
      expect(field(answer, "CSeq")).toBe(`${nth + 2} ${method}`);
      expect(fields(answer, "Via")).toHaveLength(1);
    }
    expect(app.asked).toHaveLength(1);
  });

  it("takes the callee's requests to the caller as well", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(agent)], { remainInDialog: true });
    caller.request({ method: "INVITE", body: SDP });
    const invite = await agent.method("INVITE");
    agent.respond(invite, { status: 200, tag: "agent", body: ANSWER });
    await caller.status(200);
    agent.request({
      method: "BYE",
      uri: uriOf(caller, "caller"),
      callId: field(invite, "Call-ID"),
      fromTag: "agent",
      to: field(invite, "From"),
      headers: routesOf(invite, "Record-Route").map((route) => `Route: ${route}`),
    });
    caller.respond(await caller.method("BYE"), { status: 200 });
    await agent.status(200);
  });
});

describe("what a proxy changes in a request (RFC 3261 16.6)", () => {
  it("is not a Request-URI of somebody else: that one only goes another way", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(agent)]);
    const headers = [`Route: <sip:127.0.0.1:${world.edge.sipPort};lr>`, "Route: <sip:next.example.com;lr>"];
    caller.request({ method: "INVITE", uri: "sip:bob@example.com", headers, body: SDP });
    const invite = await agent.method("INVITE");
    expect(invite.startsWith("INVITE sip:bob@example.com SIP/2.0")).toBe(true);
    expect(fields(invite, "Route")).toEqual(["<sip:next.example.com;lr>"]);
  });

  it("is no byte of its body or of headers it does not know, folded ones included", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.tcpListener()];
    await appProxying(world, [`sip:1001@127.0.0.1:${agent.port};transport=tcp`], {}, ["message"]);
    const body = Buffer.from([0xff, 0x00, 0x0d, 0x0a, 0xe5, 0xa5, 0xbd]);
    const head =
      `MESSAGE sip:98668@127.0.0.1 SIP/2.0\r\nv: SIP/2.0/UDP 127.0.0.1:${caller.place.port};branch=z9hG4bKm\r\n` +
      `Max-Forwards: 70\r\nf: "J\u00fcrgen" <sip:a@b>;tag=a\r\nt: <sip:c@d>\r\ni: bytes\r\nCSeq: 1 MESSAGE\r\n` +
      `X-Odd:  two\r\n  lines\r\nc: application/octet-stream\r\n\r\n`;
    caller.send(Buffer.concat([Buffer.from(head, "latin1"), body]));
    const phone = await agent.connection();
    const message = await phone.method("MESSAGE");
    expect(message).toContain("\r\nX-Odd:  two\r\n  lines\r\n");
    expect(field(message, "Content-Length")).toBe("7");
    expect(fields(message, "f")).toHaveLength(1);
    expect(phone.rawBytes().subarray(-7)).toEqual(body);
    expect(phone.rawBytes().includes(Buffer.from("J\u00fcrgen", "latin1"))).toBe(true);
  });
});

describe("a request that may not be forwarded (RFC 3261 16.3)", () => {
  it.each([
    { why: "Too Many Hops", status: 483, change: ["Max-Forwards: 70", "Max-Forwards: 0"] },
    { why: "Bad Extension", status: 420, change: ["Max-Forwards: 70", "Proxy-Require: magic, more"] },
  ])(
    "is answered $status, and the application told: $why",
    async ({ why, status, change: [from = "", to = ""] }) => {
      const world = await startWorld();
      const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
      const app = await appProxying(world, [uriOf(agent)], {}, ["options"]);
      caller.send(requestText(caller.place, { method: "OPTIONS" }).replace(from, to));
      const refusal = await caller.status(status);
      if (status === 420) expect(field(refusal, "Unsupported")).toBe("magic, more");
      expect(await app.ended()).toEqual({ refusal: why });
      expect(agent.inbox.all).toEqual([]);
    },
  );

  it("is answered 500 where no target has a transport of ours", async () => {
    const world = await startWorld();
    const caller = await world.udpPhone();
    const app = await appProxying(world, ["sip:1001@127.0.0.1;transport=sctp", "tel:+123"]);
    caller.request({ method: "INVITE", body: SDP });
    await caller.status(500);
    expect(await app.ended()).toEqual({ refusal: "requested protocol/transport not available" });
  });

  it("is refused with a hint when to come again where too many are proxied at once", async () => {
    const world = await startWorld(undefined, { mostProxied: 1 });
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(agent)]);
    caller.request({ method: "INVITE", body: SDP });
    const first = await agent.method("INVITE");
    caller.request({ method: "INVITE", body: SDP });
    expect(field(await caller.status(503), "Retry-After")).toBe("10");
    expect(await app.ended()).toEqual({ refusal: "too many requests are being proxied" });
    agent.respond(first, { status: 486, tag: "agent" });
    await caller.status(486);
    caller.request({ method: "INVITE", body: SDP });
    await agent.method("INVITE");
  });

  it("is never sent to a broadcast address", async () => {
    const world = await startWorld();
    const caller = await world.udpPhone();
    await appProxying(world, ["sip:1001@255.255.255.255", "sip:1001@224.0.1.75"]);
    caller.request({ method: "INVITE", body: SDP });
    await caller.status(500);
  });

  it("is answered 482 where it comes round unchanged, but may pass twice with another aim", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const self = `127.0.0.1:${world.edge.sipPort}`;
    const app = await appProxying(world, ({ uri }) =>
      uri.includes("second") ? [uriOf(agent)] : [uri.replace("first", "second")],
    );
    caller.request({ method: "INVITE", uri: `sip:loop@${self}`, callId: "loop", body: SDP });
    await caller.status(482);
    caller.request({ method: "INVITE", uri: `sip:first@${self}`, callId: "spiral", body: SDP });
    const invite = await agent.method("INVITE");
    expect(fields(invite, "Via")).toHaveLength(3);
    expect(field(invite, "Max-Forwards")).toBe("68");
    agent.respond(invite, { status: 200, tag: "agent" });
    await caller.status(200);
    expect(app.asked.map(({ uri }) => uri.split("@")[0])).toEqual(["sip:loop", "sip:first", "sip:second"]);
  });
});

describe("requests other than INVITE", () => {
  it.each(["OPTIONS", "MESSAGE", "SUBSCRIBE", "PUBLISH"])("%s is proxied, too", async (method) => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(agent)], { remainInDialog: true }, [method.toLowerCase()]);
    const text = caller.request({ method });
    const request = await agent.method(method);
    expect(fields(request, "Record-Route")).toHaveLength(method === "SUBSCRIBE" ? 1 : 0);
    agent.respond(request, { status: 200, tag: "agent" });
    await caller.status(200);
    caller.send(text);
    await caller.status(200);
    expect(agent.count(method)).toBe(1);
    expect(await app.ended()).toMatchObject({ connected: true });
  });

  it("are not answered 408 when their caller has given up long since (RFC 4320 4.2)", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(agent)], {}, ["message"]);
    caller.request({ method: "MESSAGE" });
    await agent.method("MESSAGE");
    clock.advance(32_000);
    await app.ended();
    expect(caller.inbox.all).toEqual([]);
    expect(world.edge.counts()).toMatchObject({ serverTransactions: 0, proxied: 0, proxyTransactions: 0 });
  });
});

describe("the verb proxy of the control protocol", () => {
  it("is answered by one frame for each final response, then by done", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await ControlClient.authenticated(world.edge.controlPort);
    await app.command("route|invite");
    caller.request({ method: "INVITE", body: SDP });
    const { line } = await app.sip();
    const id = app.send(
      `proxy|${line.split("|")[8]}||fullResponse||serial|||${uriOf(agent)}\r\nINVITE sip:x SIP/2.0\r\n\r\n`,
    );
    agent.respond(await agent.method("INVITE"), { status: 486, tag: "agent" });
    await caller.status(486);
    const answers = [await app.answer(id), await app.answer(id)];
    const [first = "", ...sip] = answers[0]?.split("\r\n") ?? [];
    expect(first).toMatch(
      new RegExp(
        `^OK\\|network\\|\\d+\\|udp\\|127\\.0\\.0\\.1\\|${agent.place.port}\\|\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\|\\|\\|continue$`,
      ),
    );
    expect(sip[0]).toBe("SIP/2.0 486 Said so");
    expect(answers[1]).toBe("OK|done");
  });

  it("is answered at once by an application that does not want all responses", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await ControlClient.authenticated(world.edge.controlPort);
    await app.command("route|invite");
    caller.request({ method: "INVITE", body: SDP });
    const { line } = await app.sip();
    expect(await app.command(`proxy|${line.split("|")[8]}||||serial|||127.0.0.1:${agent.place.port}`)).toBe(
      "OK|done",
    );
    await agent.method("INVITE");
  });

  it("is refused for a request that is not known, or no longer the application's", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await ControlClient.authenticated(world.edge.controlPort);
    const other = await ControlClient.authenticated(world.edge.controlPort);
    await app.command("route|invite");
    caller.request({ method: "INVITE", body: SDP });
    const id = (await app.sip()).line.split("|")[8] ?? "";
    const order = (txn: string) => `proxy|${txn}||||serial|||${uriOf(agent)}`;
    const unknown = (txn: string) => `NOK|Unknown transaction id: ${txn}`;
    expect(await app.command(order("none"))).toBe(unknown("none"));
    expect(await other.command(order(id))).toBe(unknown(id));
    expect(await app.command(`proxy|${id}||||serial||`)).toBe("NOK|no destination to proxy to");
    expect(await app.command(order(id))).toBe("OK|done");
    expect(await app.command(order(id))).toBe(unknown(id));
    expect(await app.command(`sip|${id}|\r\nSIP/2.0 200 OK\r\n\r\n`)).toBe(
      "NOK|Response not sent due to unknown transaction",
    );
  });

  it("goes on being carried out when the application dies", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(agent)]);
    caller.request({ method: "INVITE", body: SDP });
    const invite = await agent.method("INVITE");
    app.srf.disconnect();
    await expect.poll(() => world.edge.counts().apps).toBe(0);
    agent.respond(invite, { status: 200, tag: "agent" });
    await caller.status(200);
  });
});
