import { describe, expect, it, onTestFinished } from "vitest";
import { makeCertificate } from "./support/certificate.ts";
import { type RawPhone, UdpPhone } from "./support/phones.ts";
import { appProxying, inDialogOf, routesOf, uriOf } from "./support/proxying.ts";
import { contactOf, field, fields, responseText, SDP } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { TlsListener } from "./support/tls-phones.ts";
import { startWorld, type World } from "./support/world.ts";
import { WsPhone } from "./support/ws-phone.ts";

const STAYS = { remainInDialog: true };
/** More than 1,300 bytes, with the headers around it. */
const LARGE = SDP + "a=filler:0123456789\r\n".repeat(60);

async function registered(world: World, phone: WsPhone, name: string): Promise<string> {
  const { next, srf } = await appTaking(world, "register");
  const contact = contactOf(name, phone.place);
  phone.request({ method: "REGISTER", uri: "sip:127.0.0.1", contact });
  (await next("register")).res.send(200, { headers: { Contact: `<${contact}>;expires=300` } });
  await phone.status(200);
  srf.disconnect();
  return contact;
}

/** Accepts a call with that Contact alone; returns the INVITE as it came and the answer as the caller got it. */
async function accept(callee: RawPhone, caller: RawPhone, contact: string) {
  const invite = await callee.method("INVITE");
  callee.send(responseText(invite, { status: 200, tag: "callee", headers: [`Contact: <${contact}>`] }));
  return { invite, ok: await caller.status(200) };
}

describe("a proxy between transports", () => {
  it("reaches a registered browser on its WebSocket, and on another one when it has come back", async () => {
    const world = await startWorld(undefined, { wsPort: 0 });
    const url = `ws://127.0.0.1:${world.edge.ports.ws}`;
    const [caller, browser] = [await world.udpPhone(), await WsPhone.open(url)];
    const contact = await registered(world, browser, "1001");
    await appProxying(world, [contact], STAYS);
    caller.request({ method: "INVITE", body: SDP });
    const { invite, ok } = await accept(browser, caller, contact);
    expect(routesOf(invite, "Record-Route").map((route) => route.includes("transport=ws"))).toEqual([
      true,
      false,
    ]);
    caller.request(inDialogOf(ok, "ACK", 1));
    await browser.method("ACK");
    browser.close();
    await expect.poll(() => world.edge.counts().sipConnections).toBe(0);
    caller.request(inDialogOf(ok, "INFO", 2));
    await caller.status(430);
    const again = await WsPhone.open(url, {}, browser.place.host);
    await registered(world, again, "1001");
    caller.request(inDialogOf(ok, "BYE", 3));
    again.respond(await again.method("BYE"), { status: 200 });
    expect(field(await caller.status(200), "CSeq")).toBe("3 BYE");
  });

  it.each(["sip", "sips"] as const)("joins a browser to a %s URI over TLS, both ways", async (scheme) => {
    const { cert, key, certFile, keyFile } = await makeCertificate();
    const tls = { certFile, keyFile, caFile: certFile, verify: true };
    const world = await startWorld(undefined, { wssPort: 0, tlsPort: 0, tls });
    const browser = await WsPhone.open(`wss://localhost:${world.edge.ports.wss}`, { ca: cert, family: 4 });
    const listener = await TlsListener.open({ cert, key });
    const target = `${scheme}:bob@localhost:${listener.port}${scheme === "sip" ? ";transport=tls" : ""}`;
    await appProxying(world, [target], STAYS);
    const own = `${scheme}:98668@127.0.0.1:${world.edge.ports.wss}`;
    browser.request({ method: "INVITE", uri: own, body: SDP, contact: contactOf("alice", browser.place) });
    const phone = await listener.connection();
    const { invite, ok } = await accept(phone, browser, target);
    const routes = routesOf(invite, "Record-Route");
    expect(routes).toHaveLength(2);
    for (const route of routes) expect(route.startsWith(`<${scheme}:`)).toBe(true);
    browser.request(inDialogOf(ok, "ACK", 1));
    await phone.method("ACK");
    phone.request({
      method: "BYE",
      uri: contactOf("alice", browser.place),
      callId: field(invite, "Call-ID"),
      fromTag: "callee",
      to: field(invite, "From"),
      headers: routes.map((route) => `Route: ${route}`),
    });
    browser.respond(await browser.method("BYE"), { status: 200 });
    await phone.status(200);
  });

  it("joins IPv4 to IPv6, with a Record-Route for each", async () => {
    const world = await startWorld(undefined, { sipHost6: "::1" });
    const caller = await world.udpPhone();
    const callee = await UdpPhone.open(world.edge.sipPort, "::1");
    onTestFinished(() => callee.close());
    const target = `sip:bob@[::1]:${callee.place.port}`;
    await appProxying(world, [target], STAYS);
    caller.request({ method: "INVITE", body: SDP });
    const { invite, ok } = await accept(callee, caller, target);
    expect(field(invite, "Via")).toContain("SIP/2.0/UDP [::1]:");
    const routes = routesOf(invite, "Record-Route");
    expect(routes.map((route) => route.includes("@[::1]:"))).toEqual([true, false]);
    caller.request(inDialogOf(ok, "BYE", 2));
    const bye = await callee.method("BYE");
    expect(fields(bye, "Route")).toEqual([]);
    callee.respond(bye, { status: 200 });
    await caller.status(200);
  });
});

describe("a proxied request too large for UDP (RFC 3261 18.1.1)", () => {
  it("goes over TCP, and so does a large request of its dialog", async () => {
    const world = await startWorld();
    const [caller, listener] = [await world.tcpPhone(), await world.tcpListener()];
    const target = `sip:bob@127.0.0.1:${listener.port}`;
    await appProxying(world, [target], STAYS);
    caller.request({ method: "INVITE", body: LARGE });
    const callee = await listener.connection();
    const { invite, ok } = await accept(callee, caller, target);
    expect(field(invite, "Via")).toContain("SIP/2.0/TCP");
    caller.request({ ...inDialogOf(ok, "INVITE", 2), body: LARGE });
    callee.respond(await callee.method("INVITE"), { status: 488 });
    await caller.status(488);
  });

  it("goes over UDP where TCP is refused, as one target", async () => {
    const world = await startWorld();
    const [caller, callee] = [await world.tcpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(callee)], STAYS);
    caller.request({ method: "INVITE", body: LARGE });
    const { invite, ok } = await accept(callee, caller, uriOf(callee));
    expect(field(invite, "Via")).toContain("SIP/2.0/UDP");
    expect(await app.ended()).toMatchObject({ connected: true, finalStatus: 200 });
    caller.request({ ...inDialogOf(ok, "INVITE", 2), body: LARGE });
    await callee.method("INVITE");
    await expect.poll(() => world.edge.counts().sipConnections).toBe(1);
  });
});
