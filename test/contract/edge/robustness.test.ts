import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import type { UdpPhone } from "./support/phones.ts";
import { bodyOf, field, newBranch, requestText } from "./support/sip-text.ts";
import { appTaking, type Taker } from "./support/taking.ts";
import { startWorld } from "./support/world.ts";

const METHODS = ["invite", "register", "options", "message", "info", "notify", "subscribe", "publish"];

/** Shows that the server is still there, and that all sent before was read. */
async function stillAnswers(phone: UdpPhone, { next }: Taker): Promise<void> {
  const callId = newBranch();
  phone.request({ method: "OPTIONS", callId });
  for (;;) {
    const { req, res } = await next("options");
    if (req.get("Call-ID") !== callId) continue;
    res.send(200);
    await phone.inbox.take((text) => text.startsWith("SIP/2.0 200") && text.includes(callId), "a 200");
    return;
  }
}

describe("malformed messages", () => {
  it("of random bytes do not end the server", async () => {
    const world = await startWorld();
    const app = await appTaking(world, ...METHODS);
    const phone = await world.udpPhone();
    for (let i = 0; i < 50; i++) phone.send(randomBytes(i * 7));
    const sound = Buffer.from(requestText(phone.place, { method: "INVITE" }));
    for (let i = 0; i < sound.length; i += 5) phone.send(sound.subarray(0, i));
    for (const text of ["\r\n\r\n", "\0\0\0\0", "SIP/2.0 200 OK\r\n\r\n", "INVITE\r\n\r\n", ":::\r\n\r\n"])
      phone.send(text);
    await stillAnswers(phone, app);
  });

  it.each([
    ["a Content-Length larger than the datagram", ["Content-Length: 5"], 400],
    ["two Call-IDs", ["Call-ID: second"], 400],
    ["a Max-Forwards that is no number", [], 400],
    ["a Call-ID that could break a frame", [], 400],
  ])("with %s are answered 400", async (what) => {
    const world = await startWorld();
    await appTaking(world, ...METHODS);
    const phone = await world.udpPhone();
    let text = requestText(phone.place, { method: "OPTIONS", callId: "bad" });
    if (what.includes("Content-Length")) text = text.replace("Content-Length: 0", "Content-Length: 5");
    if (what.includes("two")) text = text.replace("Call-ID: bad", "Call-ID: bad\r\nCall-ID: second");
    if (what.includes("Max-Forwards")) text = text.replace("Max-Forwards: 70", "Max-Forwards: many");
    if (what.includes("break")) text = text.replace("Call-ID: bad", "Call-ID: a|b");
    phone.send(text);
    await phone.status(400);
  });

  it("with header lines that are none are passed on without them", async () => {
    const world = await startWorld();
    const app = await appTaking(world, "options");
    const phone = await world.udpPhone();
    phone.request({ method: "OPTIONS", headers: ["this is no header", "bad name: x", "X-Good: y"] });
    const { req } = await app.next("options");
    expect(req.get("X-Good")).toBe("y");
  });
});

describe("TCP (RFC 3261 18.3)", () => {
  it("cuts messages by Content-Length, however they arrive", async () => {
    const world = await startWorld();
    const app = await appTaking(world, "message");
    const phone = await world.tcpPhone();
    const texts = ["一二三", "", "four\r\n\r\nfive"].map((body, index) =>
      requestText(phone.place, { method: "MESSAGE", callId: `m${index}`, body }),
    );
    const bytes = Buffer.from(texts.join(""));
    phone.send(bytes.subarray(0, 700));
    for (let at = 700; at < bytes.length; at += 11) phone.send(bytes.subarray(at, at + 11));
    for (const [index, body] of ["一二三", "", "four\r\n\r\nfive"].entries()) {
      const { req, res } = await app.next("message");
      expect(req.get("Call-ID")).toBe(`m${index}`);
      expect(req.body ?? "").toBe(body);
      res.send(200);
      expect(field(await phone.status(200), "Call-ID")).toBe(`m${index}`);
    }
  });

  it("takes a large body", async () => {
    const world = await startWorld();
    const app = await appTaking(world, "message");
    const phone = await world.tcpPhone();
    const body = "大".repeat(30_000);
    phone.request({ method: "MESSAGE", body });
    const { req, res } = await app.next("message");
    expect(req.body?.length).toBe(body.length);
    res.send(200, { body: "x".repeat(20_000), headers: { "Content-Type": "text/plain" } });
    expect(bodyOf(await phone.status(200))).toHaveLength(20_000);
  });

  it("answers a double CRLF with a single one", async () => {
    const world = await startWorld();
    await appTaking(world, "options");
    const phone = await world.tcpPhone();
    phone.send("\r\n\r\n");
    await expect.poll(() => phone.raw).toBe("\r\n");
    phone.request({ method: "BYE" });
    await phone.status(481);
  });

  it("answers 413 to a body that is too large and closes", async () => {
    const world = await startWorld();
    const phone = await world.tcpPhone();
    phone.send(
      requestText(phone.place, { method: "MESSAGE" }).replace("Content-Length: 0", "Content-Length: 9999999"),
    );
    await phone.status(413);
    await phone.closed;
  });

  it("answers 513 to a header that never ends and closes, and 400 to a Content-Length that is none", async () => {
    const world = await startWorld();
    const endless = await world.tcpPhone();
    const head = requestText(endless.place, { method: "OPTIONS" }).replace(/Content-Length.*/s, "");
    endless.send(head + "X-Filler: 0123456789\r\n".repeat(5000));
    await endless.status(513);
    await endless.closed;
    const odd = await world.tcpPhone();
    odd.send(
      requestText(odd.place, { method: "OPTIONS" }).replace("Content-Length: 0", "Content-Length: -1"),
    );
    await odd.status(400);
    await odd.closed;
  });

  it("closes where there is nothing to answer by", async () => {
    const world = await startWorld();
    const endless = await world.tcpPhone();
    endless.send(`INVITE sip:a@b SIP/2.0\r\n${"X-Filler: 0123456789\r\n".repeat(5000)}`);
    await endless.closed;
    const odd = await world.tcpPhone();
    odd.send("INVITE sip:a@b SIP/2.0\r\nContent-Length: many\r\n\r\n");
    await odd.closed;
  });

  it("closes on a message that stays unfinished, even where it goes on trickling in", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const phone = await world.tcpPhone();
    phone.request({ method: "BYE" });
    await phone.status(481);
    phone.send("INVITE sip:a@b SIP/2.0\r\n");
    await expect
      .poll(() => {
        phone.send("X-More: to come\r\n");
        clock.advance(8_000);
        return world.edge.counts().sipConnections;
      })
      .toBe(0);
  });
});

describe("UDP", () => {
  it("loses nothing of a burst", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    for (let nth = 0; nth < 500; nth++) phone.request({ method: "BYE", callId: `burst-${nth}` });
    await expect.poll(() => phone.count("SIP/2.0 481"), { timeout: 5_000 }).toBe(500);
  });
});

describe("Via and the way back (RFC 3261 18.2, RFC 3581)", () => {
  it("answers go where the request came from, whatever its Via says", async () => {
    const world = await startWorld();
    await appTaking(world, ...METHODS);
    const phone = await world.udpPhone();
    const text = requestText(phone.place, { method: "BYE" })
      .replace(/Via: .*;branch/, "Via: SIP/2.0/UDP far.example:5999;branch")
      .replace(";rport", "");
    phone.send(text);
    const answer = await phone.status(481);
    expect(field(answer, "Via")).toContain(`rport=${phone.place.port};received=127.0.0.1`);
  });
});
