import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { field, SDP } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld } from "./support/world.ts";

describe("REGISTER (RFC 3261 10)", () => {
  it("is passed on; 401 and success come back", async () => {
    const world = await startWorld();
    const { next } = await appTaking(world, "register");
    const phone = await world.udpPhone();
    phone.request({ method: "REGISTER", uri: "sip:127.0.0.1" });
    const first = await next("register");
    first.res.send(401, { headers: { "WWW-Authenticate": 'Digest realm="r", nonce="n"' } });
    const challenge = await phone.status(401);
    expect(field(challenge, "WWW-Authenticate")).toBe('Digest realm="r", nonce="n"');
    phone.request({
      method: "REGISTER",
      uri: "sip:127.0.0.1",
      cseq: 2,
      headers: ['Authorization: Digest username="1001"'],
    });
    const second = await next("register");
    expect(second.req.get("Authorization")).toBe('Digest username="1001"');
    second.res.send(200, { headers: { Contact: `${second.req.get("Contact")};expires=60`, Expires: "60" } });
    expect(field(await phone.status(200), "Contact")).toMatch(/;expires=60$/);
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("repeats its answer when the request is repeated, without asking the application again", async () => {
    const world = await startWorld();
    const { next, arrivals } = await appTaking(world, "register");
    const phone = await world.udpPhone();
    const register = phone.request({ method: "REGISTER", uri: "sip:127.0.0.1" });
    (await next("register")).res.send(200);
    await phone.status(200);
    phone.send(register);
    await phone.status(200);
    expect(arrivals.all).toHaveLength(1);
  });

  it("with Contact * needs Expires 0", async () => {
    const world = await startWorld();
    const { next } = await appTaking(world, "register");
    const phone = await world.udpPhone();
    const star = (expires: string) =>
      `REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:${phone.place.port};branch=z9hG4bK${expires}star\r\n` +
      `From: <sip:a@127.0.0.1>;tag=1\r\nTo: <sip:a@127.0.0.1>\r\nCall-ID: star\r\nCSeq: 1${expires} REGISTER\r\n` +
      `Contact: *\r\nExpires: ${expires}\r\nContent-Length: 0\r\n\r\n`;
    phone.send(star("60"));
    await phone.status(400);
    phone.send(star("0"));
    const { req, res } = await next("register");
    expect(req.get("Contact")).toBe("*");
    res.send(200);
    await phone.status(200);
  });
});

describe("contacts registered over a connection (RFC 5626 in spirit)", () => {
  it("are reached over that connection until they expire, even where their host is no address", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { next, srf } = await appTaking(world, "register");
    const phone = await world.tcpPhone();
    phone.send(
      "REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP df7jal23ls0d.invalid;branch=z9hG4bKreg;rport\r\n" +
        "From: <sip:1001@127.0.0.1>;tag=1\r\nTo: <sip:1001@127.0.0.1>\r\nCall-ID: reg\r\nCSeq: 1 REGISTER\r\n" +
        "Contact: <sip:1001@df7jal23ls0d.invalid;transport=tcp>;expires=600\r\nContent-Length: 0\r\n\r\n",
    );
    const { req, res } = await next("register");
    expect(req.protocol).toBe("tcp");
    res.send(200, { headers: { Contact: "<sip:1001@df7jal23ls0d.invalid;transport=tcp>;expires=120" } });
    await phone.status(200);
    expect(world.edge.counts().bindings).toBe(1);
    const placed = srf.createUAC("sip:1001@df7jal23ls0d.invalid", { localSdp: SDP });
    const invite = await phone.method("INVITE");
    expect(field(invite, "Via")).toMatch(/^SIP\/2.0\/TCP /);
    expect(field(invite, "Contact")).toMatch(/;transport=tcp>$/);
    phone.respond(invite, { status: 200, tag: "agent", body: SDP });
    const dialog = await placed;
    await phone.method("ACK");
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
    clock.advance(120_000);
    expect(world.edge.counts().bindings).toBe(0);
  });

  it("are forgotten with their connection", async () => {
    const world = await startWorld();
    const { next } = await appTaking(world, "register");
    const phone = await world.tcpPhone();
    phone.request({ method: "REGISTER", uri: "sip:127.0.0.1" });
    (await next("register")).res.send(200, { headers: { Expires: "300" } });
    await phone.status(200);
    expect(world.edge.counts()).toMatchObject({ bindings: 1, sipConnections: 1 });
    phone.close();
    await expect.poll(() => world.edge.counts()).toMatchObject({ bindings: 0, sipConnections: 0 });
  });

  it("are forgotten when the phone signs off", async () => {
    const world = await startWorld();
    const { next } = await appTaking(world, "register");
    const phone = await world.tcpPhone();
    for (const expires of ["300", "0"]) {
      phone.request({ method: "REGISTER", uri: "sip:127.0.0.1", headers: [`Expires: ${expires}`] });
      (await next("register")).res.send(200);
      await phone.status(200);
      expect(world.edge.counts().bindings).toBe(expires === "0" ? 0 : 1);
    }
  });
});
