import { once } from "node:events";
import { connect } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { makeCertificate } from "./support/certificate.ts";
import { contactOf, field, requestText, SDP } from "./support/sip-text.ts";
import { appTaking, type Taker } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";
import { refusedStatus, WsPhone } from "./support/ws-phone.ts";

interface WsWorld extends World {
  readonly url: string;
}

async function wsWorld(
  clock?: Parameters<typeof startWorld>[0],
  connectionLimits: NonNullable<Parameters<typeof startWorld>[1]>["connectionLimits"] = {},
): Promise<WsWorld> {
  const world = await startWorld(clock, { wsPort: 0, connectionLimits });
  return { ...world, url: `ws://127.0.0.1:${world.edge.ports.ws}/any/path?at=all` };
}

async function register(phone: WsPhone, { next }: Taker, expires = 300): Promise<void> {
  const contact = contactOf("callee", phone.place);
  phone.request({ method: "REGISTER", uri: "sip:127.0.0.1", contact });
  (await next("register")).res.send(200, { headers: { Contact: `<${contact}>;expires=${expires}` } });
  await phone.status(200);
}

describe("SIP over WebSockets (RFC 7118)", () => {
  it.each(["ws", "wss"] as const)(
    "takes a call over %s, and sends what belongs to it down the same WebSocket",
    async (scheme) => {
      const certificate = await makeCertificate();
      const tls = { ...certificate, verify: true };
      const world = await startWorld(undefined, { wsPort: 0, wssPort: 0, tls });
      const { next, srf } = await appTaking(world, "invite");
      const port = world.edge.ports[scheme];
      const phone = await WsPhone.open(`${scheme}://localhost:${port}`, { ca: certificate.cert, family: 4 });
      expect(phone.socket.protocol).toBe("sip");
      const invite = phone.request({ method: "INVITE", body: SDP });
      const { req, res } = await next("invite");
      expect(req.protocol).toBe("tcp");
      expect(req.get("Via")).toContain(";received=127.0.0.1");
      const dialog = await srf.createUAS(req, res, { localSdp: SDP });
      const ok = await phone.status(200);
      expect(field(ok, "Contact")).toBe(`<sip:127.0.0.1:${port};transport=ws>`);
      const acked = new Promise((resolve) => dialog.once("ack", resolve));
      phone.request({ method: "ACK", callId: field(invite, "Call-ID"), to: field(ok, "To") });
      await acked;
      const ended = dialog.destroy();
      const bye = await phone.method("BYE");
      expect(field(bye, "Via")).toContain(`SIP/2.0/${scheme.toUpperCase()} 127.0.0.1:${port};`);
      phone.respond(bye, { status: 200 });
      await ended;
      expect(phone.binary).not.toContain(true);
    },
  );

  it("calls a registered browser down its WebSocket, though its host is no name (RFC 7118 5)", async () => {
    const world = await wsWorld();
    const app = await appTaking(world, "register");
    const phone = await WsPhone.open(world.url);
    await register(phone, app);
    const placed = app.srf.createUAC(`sip:callee@${phone.place.host};transport=ws`, { localSdp: SDP });
    const invite = await phone.method("INVITE");
    expect(invite.split("\r\n", 1)[0]).toBe(`INVITE sip:callee@${phone.place.host};transport=ws SIP/2.0`);
    expect(field(invite, "Contact")).toMatch(/;transport=ws>$/);
    phone.respond(invite, { status: 200, tag: "agent", body: SDP });
    const dialog = await placed;
    await phone.method("ACK");
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
  });

  it("finds a browser again that came back on another WebSocket and registered anew, calls included", async () => {
    const world = await wsWorld();
    const app = await appTaking(world, "register");
    const first = await WsPhone.open(world.url);
    await register(first, app);
    const placed = app.srf.createUAC(`sip:callee@${first.place.host}`, { localSdp: SDP });
    const invite = await first.method("INVITE");
    first.respond(invite, { status: 200, tag: "agent", body: SDP });
    const dialog = await placed;
    await first.method("ACK");
    first.close();
    await expect.poll(() => world.edge.counts()).toMatchObject({ bindings: 0, sipConnections: 0 });
    const second = await WsPhone.open(world.url, {}, first.place.host);
    await register(second, app);
    const ended = dialog.destroy();
    second.respond(await second.method("BYE"), { status: 200 });
    await ended;
    expect(world.edge.counts()).toMatchObject({ bindings: 1, sipConnections: 1 });
  });

  it("refuses to dial a browser that is not registered", async () => {
    const world = await wsWorld();
    const { srf } = await appTaking(world);
    const call = srf.createUAC("sip:callee@127.0.0.1:9;transport=ws", { localSdp: SDP });
    await expect(call).rejects.toThrow(/requested protocol\/transport not available/);
  });

  it("takes text and binary messages; answers that are no UTF-8 go as binary", async () => {
    const world = await wsWorld();
    const app = await appTaking(world, "message");
    const phone = await WsPhone.open(world.url);
    for (const body of ["text, 中文", Buffer.from([0xff, 0xfe])]) {
      const head = requestText(phone.place, { method: "MESSAGE" });
      const whole = head.replace(
        "Content-Length: 0",
        `X-Odd: here\r\nContent-Length: ${Buffer.byteLength(body)}`,
      );
      phone.send(typeof body === "string" ? whole + body : Buffer.concat([Buffer.from(whole), body]));
      (await app.next("message")).res.send(200);
      await phone.status(200);
    }
    // The Call-ID comes back as it came, byte by byte.
    const odd = requestText(phone.place, { method: "MESSAGE", fromTag: "odd" });
    phone.send(Buffer.from(odd.replace("<sip:caller@", '"\u00ff" <sip:caller@'), "latin1"));
    (await app.next("message")).res.send(200);
    await phone.status(200);
    expect(phone.binary).toEqual([false, false, true]);
  });

  it("answers a CRLF keep-alive", async () => {
    const world = await wsWorld();
    const phone = await WsPhone.open(world.url);
    phone.send("\r\n\r\n");
    await phone.inbox.take((text) => text === "\r\n", "a CRLF");
  });

  it("drops a message that is no SIP, and goes on", async () => {
    const world = await wsWorld();
    await appTaking(world);
    const phone = await WsPhone.open(world.url);
    phone.send("nothing of the sort");
    phone.send("");
    phone.request({ method: "BYE" });
    await phone.status(481);
  });
});

describe("the WebSocket handshake (RFC 7118 4.1)", () => {
  it("needs the subprotocol sip: 400 without it", async () => {
    const { url } = await wsWorld();
    expect(await refusedStatus(url, [])).toBe(400);
    expect(await refusedStatus(url, ["chat", "sipx"])).toBe(400);
    const both = new WebSocket(url, ["chat", "sip"]);
    onTestFinished(() => both.terminate());
    await once(both, "open");
    expect(both.protocol).toBe("sip");
  });

  it("is all that the port is for: plain HTTP gets 426 and is closed", async () => {
    const world = await wsWorld();
    const response = await fetch(world.url.replace("ws:", "http:"));
    expect(response.status).toBe(426);
    await expect.poll(() => world.edge.counts().sipConnections).toBe(0);
  });

  it.each([
    ["that trickles in", "GET / HTTP/1.1\r\nX-Slow: "],
    ["that never begins", ""],
  ])("%s is given up in time", async (_what, text) => {
    const clock = new ManualClock();
    const world = await wsWorld(clock);
    const socket = connect(world.edge.ports.ws ?? 0, "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    socket.on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    await once(socket, "connect");
    socket.write(text);
    await expect
      .poll(() => {
        if (text) socket.write("x");
        clock.advance(2_000);
        return socket.destroyed;
      })
      .toBe(true);
    await closed;
  });
});

describe("a WebSocket", () => {
  it("is pinged; one that says nothing any more is closed and its contacts are forgotten", async () => {
    const clock = new ManualClock();
    const world = await wsWorld(clock);
    const app = await appTaking(world, "register");
    const phone = await WsPhone.open(world.url);
    const dead = await WsPhone.open(world.url, { autoPong: false });
    await register(dead, app);
    expect(world.edge.counts()).toMatchObject({ bindings: 1, sipConnections: 2 });
    const pinged = once(phone.socket, "ping");
    clock.advance(30_000);
    await pinged;
    phone.request({ method: "BYE" });
    await phone.status(481);
    clock.advance(30_000);
    await dead.closed;
    await expect.poll(() => world.edge.counts()).toMatchObject({ bindings: 0, sipConnections: 1 });
  });

  it("that brings too large a message is closed with 1009", async () => {
    const world = await wsWorld(undefined, { headBytes: 2_000, bodyBytes: 2_000 });
    const phone = await WsPhone.open(world.url);
    phone.send("x".repeat(4_001));
    expect(await phone.closed).toBe(1009);
  });

  it("on which a message never ends is closed, even where it goes on trickling in", async () => {
    const clock = new ManualClock();
    const world = await wsWorld(clock);
    const phone = await WsPhone.open(world.url);
    phone.socket.send("INVITE sip:", { fin: false });
    await expect
      .poll(() => {
        clock.advance(8_000);
        return world.edge.counts().sipConnections;
      })
      .toBe(0);
    expect(await phone.closed).toBe(1006);
  });
});
