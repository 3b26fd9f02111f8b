import { describe, expect, it } from "vitest";
import type { GuardSettings } from "../../../src/edge/guard/settings.ts";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import type { TcpPhone, UdpPhone } from "./support/phones.ts";
import { bodyOf, branchOf, field, newBranch, SDP, tagIn } from "./support/sip-text.ts";
import { appTaking, type Taker } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";

/** Addresses of this machine that the server does not trust of itself. */
const [STRANGER, OTHER, GOOD] = ["127.0.0.2", "127.0.0.3", "127.0.0.4"];
const FEW = { perSecond: 0.001, burst: 3 };

async function guarded(guard: Partial<GuardSettings>): Promise<{ clock: ManualClock; world: World }> {
  const clock = new ManualClock();
  return { clock, world: await startWorld(clock, { guard }) };
}

/** A call set up and acknowledged, by which its phone becomes known. Returns what BYE needs. */
async function callBy(phone: UdpPhone | TcpPhone, { next }: Taker): Promise<{ callId: string; to: string }> {
  const invite = phone.request({ method: "INVITE", body: SDP });
  const { res } = await next("invite");
  res.send(200, { body: SDP });
  const ok = await phone.status(200);
  const inside = { callId: field(invite, "Call-ID"), to: field(ok, "To") };
  phone.request({ method: "ACK", ...inside });
  await next("ack");
  return inside;
}

/** One INVITE that the application refuses and the phone acknowledges as it should. */
async function refusedCall(
  phone: UdpPhone | TcpPhone,
  { next }: Taker,
  status: number,
  acknowledge: boolean,
): Promise<void> {
  const invite = phone.request({ method: "INVITE", body: SDP });
  const { res } = await next("invite");
  res.send(status);
  const answer = await phone.status(status);
  const [branch, callId, to] = [branchOf(invite), field(invite, "Call-ID"), field(answer, "To")];
  if (acknowledge) phone.request({ method: "ACK", branch, callId, to });
}

/** Whether the server still answers this phone. A trusted one asks too, so that silence is soon certain. */
async function isHeard(world: World, phone: UdpPhone | TcpPhone): Promise<boolean> {
  const callId = newBranch();
  phone.request({ method: "BYE", callId });
  const trusted = await world.udpPhone();
  for (let i = 0; i < 3; i++) {
    trusted.request({ method: "BYE" });
    await trusted.status(481);
  }
  return phone.count("SIP/2.0 481") > 0;
}

describe("a source that nobody knows", () => {
  it("is heard as often as one should be, and no more; others are not held up by it", async () => {
    const { clock, world } = await guarded({ perStranger: { perSecond: 1, burst: 3 } });
    const [loud, quiet] = [await world.udpPhone(STRANGER), await world.udpPhone(OTHER)];
    for (let i = 0; i < 10; i++) loud.request({ method: "BYE" });
    quiet.request({ method: "BYE" });
    await quiet.status(481);
    expect(loud.count("SIP/2.0 481")).toBe(3);
    expect(world.edge.guardFigures()).toMatchObject({ unheard: 7 });
    clock.advance(1_000);
    loud.request({ method: "BYE" });
    await expect.poll(() => loud.count("SIP/2.0 481")).toBe(4);
  });

  it("is turned away with 503 and Retry-After where too many come, and then with silence", async () => {
    const { world } = await guarded({ strangersStart: FEW, turnedAway: { perSecond: 0.001, burst: 1 } });
    const app = await appTaking(world, "info");
    const phone = await world.udpPhone(STRANGER);
    for (let i = 0; i < 6; i++) phone.request({ method: "INFO" });
    const refusal = await phone.status(503);
    expect(Number(field(refusal, "Retry-After"))).toBeGreaterThanOrEqual(5);
    expect(await isHeard(world, await world.udpPhone(OTHER))).toBe(false);
    expect(phone.count("SIP/2.0 503")).toBe(1);
    expect(app.arrivals.all).toHaveLength(3);
  });

  it("is not even parsed where it wants to begin something and nothing may begin", async () => {
    const { world } = await guarded({ strangersStart: FEW });
    const app = await appTaking(world, "invite");
    const phone = await world.udpPhone(STRANGER);
    for (let i = 0; i < 10; i++) phone.request({ method: "INVITE", body: SDP });
    const other = await world.udpPhone(OTHER);
    expect(await isHeard(world, other)).toBe(false);
    expect(app.arrivals.all).toHaveLength(3);
    expect(world.edge.guardFigures().unheard).toBe(7);
  });
});

describe("a source that has proved itself", () => {
  it("by a call goes on calling, and ending calls, whatever strangers do", async () => {
    const { world } = await guarded({ strangersStart: FEW });
    const app = await appTaking(world, "invite", "bye", "ack");
    const good = await world.udpPhone(GOOD);
    const call = await callBy(good, app);
    const flood = await world.udpPhone(STRANGER);
    for (let i = 0; i < 20; i++) flood.request({ method: "INVITE", body: SDP });
    good.request({ method: "BYE", cseq: 2, ...call });
    (await app.next("bye")).res.send(200);
    await good.status(200);
    await app.arrivals.take(({ req }) => req.method === "INVITE", "a stranger that was let in");
    expect(world.edge.guardFigures().knownSources).toBe(1);
  });

  it("by digest is known too", async () => {
    const { world } = await guarded({ strangersStart: FEW });
    const app = await appTaking(world, "register");
    const phone = await world.udpPhone(GOOD);
    phone.request({ method: "REGISTER", headers: ["Authorization: Digest nonce=x"] });
    (await app.next("register")).res.send(200);
    await phone.status(200);
    expect(world.edge.guardFigures().knownSources).toBe(1);
  });

  it("is not known by a registration that nobody checked", async () => {
    const { world } = await guarded({});
    const app = await appTaking(world, "register");
    const phone = await world.udpPhone(GOOD);
    phone.request({ method: "REGISTER" });
    (await app.next("register")).res.send(200);
    await phone.status(200);
    expect(world.edge.guardFigures().knownSources).toBe(0);
  });
});

describe("a source that fails again and again", () => {
  it("is banned where it acknowledges its failures, and may come again when its time is over", async () => {
    const { clock, world } = await guarded({ strikes: 3, banSeconds: 60 });
    const app = await appTaking(world, "invite");
    const phone = await world.udpPhone(STRANGER);
    for (let i = 0; i < 3; i++) await refusedCall(phone, app, 404, true);
    await expect.poll(() => world.edge.guardFigures().bans).toBe(1);
    expect(await isHeard(world, phone)).toBe(false);
    expect(await isHeard(world, await world.udpPhone(OTHER))).toBe(true);
    clock.advance(60_000);
    expect(await isHeard(world, phone)).toBe(true);
  });

  it("can still end the call it has when it is banned", async () => {
    const { world } = await guarded({ strikes: 2 });
    const app = await appTaking(world, "invite", "ack", "bye");
    const phone = await world.tcpPhone(STRANGER);
    const call = await callBy(phone, app);
    for (let i = 0; i < 2; i++) await refusedCall(phone, app, 404, true);
    expect(world.edge.guardFigures()).toMatchObject({ bans: 1, knownSources: 0 });
    phone.request({ method: "BYE", cseq: 2, ...call });
    (await app.next("bye")).res.send(200);
    await phone.status(200);
  });

  it("is slowed but not banned where only UDP packets claim to be from it", async () => {
    const perSlowed = { perSecond: 1, burst: 1 };
    const { world } = await guarded({ strikes: 3, perSlowed, perStranger: { perSecond: 1, burst: 5 } });
    const app = await appTaking(world, "invite");
    const phone = await world.udpPhone(STRANGER);
    for (let i = 0; i < 3; i++) await refusedCall(phone, app, 403, false);
    phone.request({ method: "BYE" });
    await phone.status(481);
    expect(await isHeard(world, phone)).toBe(true);
    expect(world.edge.guardFigures().bans).toBe(0);
  });

  it("is not held to account for challenges, nor for right credentials to an old one", async () => {
    const { world } = await guarded({ strikes: 2 });
    const app = await appTaking(world, "register");
    const phone = await world.tcpPhone(STRANGER);
    const challenge = async (headers: string[], stale: string): Promise<void> => {
      phone.request({ method: "REGISTER", headers });
      const { res } = await app.next("register");
      res.send(401, { headers: { "WWW-Authenticate": `Digest realm="r", nonce="n"${stale}` } });
      await phone.status(401);
    };
    for (let i = 0; i < 3; i++) await challenge([], "");
    for (let i = 0; i < 3; i++) await challenge(["Authorization: Digest x=y"], ", stale=true");
    expect(world.edge.guardFigures().bans).toBe(0);
    for (let i = 0; i < 2; i++) await challenge(["Authorization: Digest x=y"], "");
    expect(world.edge.guardFigures().bans).toBe(1);
  });

  it("on a connection is banned for what cannot be understood", async () => {
    const { world } = await guarded({ strikes: 3 });
    const phone = await world.tcpPhone(STRANGER);
    for (let i = 0; i < 3; i++) {
      phone.send(
        "OPTIONS <sip:a@b> SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1\r\nContent-Length: 0\r\n\r\n",
      );
      await phone.status(400);
    }
    expect(world.edge.guardFigures().bans).toBe(1);
  });

  it("is let be where it is trusted", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock, { trustedNetworks: ["127.0.0.2/31"], guard: { strikes: 1 } });
    const app = await appTaking(world, "invite");
    const phone = await world.udpPhone(STRANGER);
    for (let i = 0; i < 3; i++) await refusedCall(phone, app, 404, true);
    expect(await isHeard(world, phone)).toBe(true);
    expect(world.edge.guardFigures().bans).toBe(0);
  });
});

describe("answers to a stranger over UDP (no amplification)", () => {
  it("are never more than three times what came, repeats for want of an ACK included", async () => {
    const { clock, world } = await guarded({});
    const app = await appTaking(world, "invite");
    const phone = await world.udpPhone(STRANGER);
    const invite = phone.request({ method: "INVITE", body: SDP });
    const { res } = await app.next("invite");
    res.send(403, { headers: { "X-Long": "x".repeat(200) } });
    await phone.status(403);
    for (let i = 0; i < 64; i++) clock.advance(500);
    await isHeard(world, await world.udpPhone());
    const bytes = phone.inbox.all.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThanOrEqual(3 * invite.length);
    expect(phone.count("SIP/2.0 403")).toBeGreaterThan(1);
  });

  it("are repeated in full to a source that has proved itself", async () => {
    const { clock, world } = await guarded({});
    const app = await appTaking(world, "invite", "ack");
    const phone = await world.udpPhone(GOOD);
    await callBy(phone, app);
    phone.request({ method: "INVITE" });
    (await app.next("invite")).res.send(403);
    await phone.status(403);
    for (let i = 0; i < 64; i++) clock.advance(500);
    await expect.poll(() => phone.count("SIP/2.0 403")).toBe(11);
  });

  it("hold a 200 with its body whole: by it the call was accepted", async () => {
    const { world } = await guarded({});
    const app = await appTaking(world, "invite");
    const phone = await world.udpPhone(STRANGER);
    phone.request({ method: "INVITE" });
    const body = `${SDP}${"a=x\r\n".repeat(1_000)}`;
    (await app.next("invite")).res.send(200, { body });
    expect(bodyOf(await phone.status(200))).toBe(body);
  });
});

describe("full tables", () => {
  it("turn what is new away with 503, also of trusted sources, and let go on what is there", async () => {
    const { world } = await guarded({ mostTransactions: 2 });
    const app = await appTaking(world, "invite", "ack", "bye", "options");
    const phone = await world.udpPhone();
    const call = await callBy(phone, app);
    phone.request({ method: "OPTIONS" });
    await app.next("options");
    phone.request({ method: "OPTIONS" });
    expect(field(await phone.status(503), "Retry-After")).not.toBe("");
    phone.request({ method: "BYE", cseq: 2, ...call });
    (await app.next("bye")).res.send(200);
    await phone.status(200);
  });

  it("of dialogs refuse a further call, not its neighbours' requests", async () => {
    const { world } = await guarded({ mostDialogs: 1 });
    const app = await appTaking(world, "invite", "ack", "info");
    const phone = await world.udpPhone();
    const call = await callBy(phone, app);
    phone.request({ method: "INVITE", body: SDP });
    await phone.status(503);
    phone.request({ method: "INFO", cseq: 2, ...call });
    expect((await app.next("info")).req.get("To")).toContain(tagIn(call.to, "To"));
  });
});
