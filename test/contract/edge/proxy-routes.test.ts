import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import type { TcpPhone, UdpPhone } from "./support/phones.ts";
import { appProxying, inDialogOf, routesOf, uriOf } from "./support/proxying.ts";
import { branchOf, field, fields, responseText, SDP, tagIn } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";

type Phone = UdpPhone | TcpPhone;

const STAYS = { remainInDialog: true };

/** A call that was proxied, with us in its way: the INVITE as the callee got it, and the caller's 2xx. */
async function callThrough(
  world: World,
  caller: Phone,
  callee: Phone,
  target = uriOf(callee),
  more: object = {},
) {
  const app = await appProxying(world, [target], STAYS);
  caller.request({ method: "INVITE", body: SDP, uri: `sip:98668@127.0.0.1:${world.edge.sipPort}`, ...more });
  const invite = await callee.method("INVITE");
  callee.respond(invite, { status: 200, tag: "callee", body: SDP });
  const ok = await caller.status(200);
  return { app, invite, ok };
}

/** What the callee's request in the dialog says. */
function fromCallee(invite: string, method: string, uri: string, cseq = 1) {
  return {
    method,
    cseq,
    uri,
    callId: field(invite, "Call-ID"),
    fromTag: "callee",
    to: field(invite, "From"),
    headers: routesOf(invite, "Record-Route").map((route) => `Route: ${route}`),
  };
}

describe("Record-Route (RFC 3261 16.6 item 4)", () => {
  it("is written twice where the transport changes, and each side goes through both", async () => {
    const world = await startWorld();
    const [caller, callee] = [await world.tcpPhone(), await world.udpPhone()];
    const contact = "sip:caller@10.255.255.1;transport=tcp";
    const { invite, ok } = await callThrough(world, caller, callee, undefined, { contact });
    const routes = routesOf(invite, "Record-Route");
    expect(routes.map((route) => route.includes("transport=tcp"))).toEqual([false, true]);
    caller.request(inDialogOf(ok, "ACK", 1));
    await callee.method("ACK");
    caller.request(inDialogOf(ok, "INFO", 2));
    callee.respond(await callee.method("INFO"), { status: 200 });
    await caller.status(200);
    callee.request(fromCallee(invite, "BYE", contact));
    const bye = await caller.method("BYE");
    expect(fields(bye, "Route")).toEqual([]);
    caller.respond(bye, { status: 200 });
    await callee.status(200);
  });

  it("lets requests reach a caller on its own connection, and fail where that is gone (RFC 5626 5.3)", async () => {
    const world = await startWorld();
    const [caller, callee] = [await world.tcpPhone(), await world.udpPhone()];
    const contact = "sip:caller@df7jal23ls0d.invalid;transport=tcp";
    const { invite } = await callThrough(world, caller, callee, undefined, { contact });
    callee.request(fromCallee(invite, "INFO", contact));
    caller.respond(await caller.method("INFO"), { status: 200 });
    await callee.status(200);
    expect(world.edge.counts().proxyFlows).toBe(1);
    caller.close();
    await expect.poll(() => world.edge.counts()).toMatchObject({ proxyFlows: 0, sipConnections: 0 });
    callee.request(fromCallee(invite, "BYE", contact, 2));
    await callee.status(430);
  });

  it("lets requests reach a registered callee on its connection", async () => {
    const world = await startWorld();
    const registrar = await appTaking(world, "register");
    const [caller, callee] = [await world.udpPhone(), await world.tcpPhone()];
    const contact = "Contact: <sip:1001@df7jal23ls0d.invalid;transport=tcp>";
    callee.send(
      `REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP df7jal23ls0d.invalid;branch=z9hG4bKreg;rport\r\n` +
        `From: <sip:1001@127.0.0.1>;tag=1\r\nTo: <sip:1001@127.0.0.1>\r\nCall-ID: reg\r\nCSeq: 1 REGISTER\r\n` +
        `${contact}\r\nContent-Length: 0\r\n\r\n`,
    );
    (await registrar.next("register")).res.send(200);
    await callee.status(200);
    await appProxying(world, ["sip:1001@df7jal23ls0d.invalid;transport=tcp"], STAYS);
    caller.request({ method: "INVITE", body: SDP });
    const invite = await callee.method("INVITE");
    callee.send(responseText(invite, { status: 200, tag: "callee", headers: [contact] }));
    const ok = await caller.status(200);
    caller.request({ ...inDialogOf(ok, "BYE", 2), uri: "sip:1001@df7jal23ls0d.invalid;transport=tcp" });
    callee.respond(await callee.method("BYE"), { status: 200 });
    expect(field(await caller.status(200), "CSeq")).toBe("2 BYE");
  });

  it("lets requests reach a caller behind NAT where it called from", async () => {
    const world = await startWorld();
    const [caller, callee] = [await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(callee)], STAYS);
    caller.send(
      `INVITE sip:98668@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.168.7.7;branch=z9hG4bKnat\r\nMax-Forwards: 70\r\n` +
        `From: <sip:a@b>;tag=a\r\nTo: <sip:c@d>\r\nCall-ID: nat\r\nCSeq: 1 INVITE\r\n` +
        `Contact: <sip:a@192.168.7.7>\r\nContent-Length: 0\r\n\r\n`,
    );
    const invite = await callee.method("INVITE");
    callee.respond(invite, { status: 200, tag: "callee" });
    await caller.status(200);
    callee.request(fromCallee(invite, "BYE", "sip:a@192.168.7.7"));
    const bye = await caller.method("BYE");
    expect(bye.startsWith("BYE sip:a@192.168.7.7 ")).toBe(true);
  });

  it.each(["udp", "tcp"] as const)(
    "lets requests reach a callee behind NAT that was called on %s",
    async (on) => {
      const world = await startWorld();
      const caller = await world.udpPhone();
      const listener = on === "tcp" ? await world.tcpListener() : undefined;
      const udp = await world.udpPhone();
      const target = listener ? `sip:1001@127.0.0.1:${listener.port};transport=tcp` : uriOf(udp);
      await appProxying(world, [target], STAYS);
      caller.request({ method: "INVITE", body: SDP });
      const callee: Phone = listener ? await listener.connection() : udp;
      const invite = await callee.method("INVITE");
      const contact = `sip:1001@192.168.7.7${listener ? ";transport=tcp" : ""}`;
      callee.send(responseText(invite, { status: 200, tag: "callee", headers: [`Contact: <${contact}>`] }));
      const bye = inDialogOf(await caller.status(200), "BYE", 2);
      expect(bye.uri).toBe(contact);
      caller.request(bye);
      callee.respond(await callee.method("BYE"), { status: 200 });
      await caller.status(200);
    },
  );

  it("is put right where a strict router has moved it into the Request-URI (RFC 3261 16.4)", async () => {
    const world = await startWorld();
    const [caller, callee] = [await world.udpPhone(), await world.udpPhone()];
    const { ok } = await callThrough(world, caller, callee);
    const { uri, headers, ...rest } = inDialogOf(ok, "BYE", 2);
    const [ours = ""] = headers.map((route) => route.replace(/^Route: <|>$/g, ""));
    caller.request({ ...rest, uri: ours, headers: [`Route: <${uri}>`] });
    const bye = await callee.method("BYE");
    expect(bye.startsWith(`BYE ${uri} `)).toBe(true);
    expect(fields(bye, "Route")).toEqual([]);
  });
});

describe("a stateless proxy (RFC 3261 16.11)", () => {
  it("gives the ACK and CANCEL of a re-INVITE the branch of the re-INVITE, and repeats the same", async () => {
    const world = await startWorld();
    const [caller, callee] = [await world.udpPhone(), await world.udpPhone()];
    const { ok } = await callThrough(world, caller, callee);
    const again = caller.request({ ...inDialogOf(ok, "INVITE", 2), body: SDP });
    const reinvite = await callee.method("INVITE");
    caller.send(again);
    expect(branchOf(await callee.method("INVITE"))).toBe(branchOf(reinvite));
    caller.request({ ...inDialogOf(ok, "CANCEL", 2), branch: branchOf(again) });
    expect(branchOf(await callee.method("CANCEL"))).toBe(branchOf(reinvite));
    callee.respond(reinvite, { status: 487 });
    await caller.status(487);
    caller.request({ ...inDialogOf(ok, "ACK", 2), branch: branchOf(again) });
    expect(branchOf(await callee.method("ACK"))).toBe(branchOf(reinvite));
    expect(world.edge.counts()).toMatchObject({ proxied: 0 });
  });

  it("passes an ACK on that was given the branch of its INVITE", async () => {
    const world = await startWorld();
    const [caller, callee] = [await world.udpPhone(), await world.udpPhone()];
    const { ok } = await callThrough(world, caller, callee, undefined, { branch: "z9hG4bKsame" });
    caller.request({ ...inDialogOf(ok, "ACK", 1), branch: "z9hG4bKsame" });
    await callee.method("ACK");
  });

  it("answers 483 where no hop is left", async () => {
    const world = await startWorld();
    const [caller, callee] = [await world.udpPhone(), await world.udpPhone()];
    const { ok } = await callThrough(world, caller, callee);
    const text = caller.request({ ...inDialogOf(ok, "INFO", 2) });
    await callee.method("INFO");
    caller.send(
      text.replace("Max-Forwards: 70", "Max-Forwards: 0").replace(/branch=[^;]+/, "branch=z9hG4bKnone"),
    );
    await caller.status(483);
    expect(callee.count("INFO")).toBe(1);
  });
});

describe("two forks that count their reliable answers alike (RFC 3262)", () => {
  it("are kept apart for the caller, and each gets the PRACK it counts", async () => {
    const world = await startWorld();
    const [caller, first, second] = [await world.udpPhone(), await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(first, "1"), uriOf(second, "2")], { ...STAYS, forking: "simultaneous" });
    caller.request({ method: "INVITE", body: SDP, headers: ["Supported: 100rel"] });
    const rack = new Map<string, string>();
    for (const [agent, tag] of [
      [first, "one"],
      [second, "two"],
    ] as const) {
      agent.respond(await agent.method("INVITE"), {
        status: 183,
        tag,
        headers: ["Require: 100rel", "RSeq: 1", `Contact: <${uriOf(agent)}>`],
      });
      const early = await caller.status(183);
      rack.set(tag, field(early, "RSeq"));
      const prack = inDialogOf(early, "PRACK", 2);
      caller.request({ ...prack, headers: [...prack.headers, `RAck: ${field(early, "RSeq")} 1 INVITE`] });
      const arrived = await agent.method("PRACK");
      expect(tagIn(arrived, "To")).toBe(tag);
      expect(field(arrived, "RAck")).toBe("1 1 INVITE");
    }
    expect(rack.get("one")).toBe("1");
    expect(Number(rack.get("two"))).toBeGreaterThan(1);
  });
});

describe("calls in progress", () => {
  it("survive a restart of the proxy that keeps its secret", async () => {
    const settings = { routeSecret: "kept by the operator" };
    const before = await startWorld(undefined, settings);
    const [caller, callee] = [await before.udpPhone(), await before.udpPhone()];
    const { ok } = await callThrough(before, caller, callee);
    const { sipPort } = before.edge;
    await before.edge.stop();
    await startWorld(undefined, { ...settings, sipPort });
    caller.request(inDialogOf(ok, "BYE", 2));
    callee.respond(await callee.method("BYE"), { status: 200 });
    await caller.status(200);
  });
});

describe("no open relay", () => {
  it("is made by a Route or Request-URI for elsewhere: the application decides, or 481", async () => {
    const world = await startWorld();
    const [caller, victim] = [await world.udpPhone(), await world.udpPhone()];
    const elsewhere = [`Route: <sip:127.0.0.1:${world.edge.sipPort};lr>`, `Route: <${uriOf(victim)};lr>`];
    caller.request({ method: "BYE", uri: uriOf(victim), to: "<sip:x@127.0.0.1>;tag=x", headers: elsewhere });
    await caller.status(481);
    caller.request({ method: "INVITE", uri: uriOf(victim), headers: elsewhere, body: SDP });
    await caller.status(503);
    expect(victim.inbox.all).toEqual([]);
  });

  it("is made by our Route of another call, by a made up one, or by one turned round", async () => {
    const world = await startWorld();
    const [caller, callee, victim] = [await world.udpPhone(), await world.udpPhone(), await world.udpPhone()];
    const { invite, ok } = await callThrough(world, caller, callee);
    const mine = inDialogOf(ok, "INFO", 2);
    const forged = mine.headers.map((route) => route.replace(/sip:..../, "sip:AAAA"));
    const turned = routesOf(invite, "Record-Route").map((route) => `Route: ${route}`);
    const attempts = [
      { ...mine, uri: uriOf(victim), callId: "another" },
      { ...mine, uri: uriOf(victim), fromTag: "another" },
      { ...mine, uri: uriOf(victim), headers: forged },
      { ...mine, uri: uriOf(victim), headers: turned },
      { ...mine, uri: uriOf(victim), headers: [] },
    ];
    for (const [nth, attempt] of attempts.entries()) {
      caller.request({ ...attempt, method: "BYE", cseq: nth + 3 });
      expect(field(await caller.status(481), "CSeq")).toBe(`${nth + 3} BYE`);
    }
    expect(victim.inbox.all).toEqual([]);
  });

  it("is made by responses: only those we wait for go back, none to a broadcast address (RFC 4475 3.3.10)", async () => {
    const world = await startWorld();
    const [caller, callee, victim] = [await world.udpPhone(), await world.udpPhone(), await world.udpPhone()];
    const { ok } = await callThrough(world, caller, callee);
    callee.send(await readFile(new URL("torture/bcast.dat", import.meta.url)));
    caller.request(inDialogOf(ok, "INFO", 2));
    const info = await callee.method("INFO");
    const bent = info.replaceAll(`rport=${caller.place.port}`, `rport=${victim.place.port}`);
    callee.respond(bent, { status: 200 });
    callee.respond(info.replace(/branch=[^;\s]+/, "branch=z9hG4bK--AAAAAAAAAAAAAAAAAAAAAA"), { status: 200 });
    callee.respond(info, { status: 202 });
    await caller.status(202);
    expect(victim.inbox.all).toEqual([]);
    expect(caller.count("SIP/2.0 200")).toBe(1);
  });
});

describe("a registration that is proxied (RFC 3327)", () => {
  it("gets a Path, by which the registrar's requests reach the phone", async () => {
    const world = await startWorld();
    const [phone, registrar] = [await world.tcpPhone(), await world.udpPhone()];
    const app = await appProxying(
      world,
      (req) => [req.method === "REGISTER" ? uriOf(registrar) : req.uri],
      STAYS,
      ["register", "message"],
    );
    phone.request({ method: "REGISTER", uri: "sip:example.com", headers: ["Supported: path"] });
    const register = await registrar.method("REGISTER");
    expect(register.startsWith("REGISTER sip:example.com ")).toBe(true);
    const [path = ""] = fields(register, "Path");
    expect(path).toMatch(/^<sip:[^@]+@127\.0\.0\.1:\d+;lr>$/);
    registrar.respond(register, { status: 200, headers: [`Path: ${path}`, "Expires: 60"] });
    await phone.status(200);
    registrar.request({
      method: "MESSAGE",
      uri: "sip:1001@10.9.9.9;transport=tcp",
      headers: [`Route: ${path}`],
    });
    const message = await phone.method("MESSAGE");
    expect(message.startsWith("MESSAGE sip:1001@10.9.9.9;transport=tcp ")).toBe(true);
    expect(fields(message, "Route")).toEqual([]);
    phone.respond(message, { status: 200 });
    await registrar.status(200);
    expect(app.asked.map(({ method }) => method)).toEqual(["REGISTER", "MESSAGE"]);
  });
});
