import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { answered, called, calling, NamedApp, talking } from "./support/handover.ts";
import { branchOf, field, SDP } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

const ADOPTION_MS = 30_000;
/** Longer than any transaction lingers. */
const LINGERING_MS = 40_000;

async function open() {
  const clock = new ManualClock();
  const world = await startWorld(clock);
  const app = await NamedApp.open(world);
  await app.takes("invite", "subscribe", "message");
  return { clock, world, app, phone: await world.udpPhone() };
}

const NOTHING_LEFT = {
  serverTransactions: 0,
  clientTransactions: 0,
  dialogs: 0,
  estates: 0,
};

describe("calls of a lost application that nobody took over in time", () => {
  it("are ended by a BYE, whoever had called, and nothing is left", async () => {
    const { app, phone, world, clock } = await open();
    const agent = await world.udpPhone();
    await talking(app, phone, "theirs");
    await called(app, agent, "ours");
    await app.die();
    clock.advance(ADOPTION_MS - 1);
    expect(world.edge.counts()).toMatchObject({ dialogs: 2, estates: 1 });
    clock.advance(1);
    for (const peer of [phone, agent]) {
      const bye = await peer.method("BYE");
      expect(field(bye, "Reason")).toBe('SIP;cause=503;text="Application lost"');
      peer.respond(bye, { status: 200 });
    }
    expect(world.edge.counts()).toMatchObject({ dialogs: 0, estates: 0 });
    await expect.poll(() => phone.count("BYE ") + agent.count("BYE ")).toBe(2);
    clock.advance(LINGERING_MS);
    expect(world.edge.counts()).toMatchObject(NOTHING_LEFT);
  });

  it("and that still ring are refused: 480 to who heard it ring, 503 to who heard nothing", async () => {
    const { app, phone, world, clock } = await open();
    const other = await world.udpPhone();
    phone.request({ method: "INVITE", callId: "rings", body: SDP });
    await app.respond((await app.next("INVITE")).transactionId, 180);
    other.request({ method: "INVITE", callId: "silent", body: SDP });
    await app.next("INVITE");
    await app.die();
    clock.advance(ADOPTION_MS);
    await phone.status(480);
    await other.status(503);
    clock.advance(LINGERING_MS);
    expect(world.edge.counts()).toMatchObject(NOTHING_LEFT);
  });

  it("and that ring at the other end are cancelled", async () => {
    const { app, phone, world, clock } = await open();
    const { invite, branch } = await calling(app, phone, "ours");
    phone.respond(invite, { status: 180, tag: "agent" });
    await app.next("SIP/2.0 180");
    await app.die();
    clock.advance(ADOPTION_MS);
    const cancel = await phone.method("CANCEL");
    expect(branchOf(cancel)).toBe(branch);
    phone.respond(cancel, { status: 200 });
    phone.respond(invite, { status: 487, tag: "agent" });
    await phone.method("ACK");
    clock.advance(LINGERING_MS);
    expect(world.edge.counts()).toMatchObject(NOTHING_LEFT);
  });

  it("and are answered 200 although they were cancelled get ACK and BYE", async () => {
    const { app, phone, world, clock } = await open();
    const { invite } = await calling(app, phone, "ours");
    phone.respond(invite, { status: 180, tag: "agent" });
    await app.next("SIP/2.0 180");
    await app.die();
    clock.advance(ADOPTION_MS);
    phone.respond(await phone.method("CANCEL"), { status: 200 });
    phone.respond(invite, { status: 200, tag: "agent", body: SDP });
    await phone.method("ACK");
    phone.respond(await phone.method("BYE"), { status: 200 });
    await expect.poll(() => world.edge.counts().dialogs).toBe(0);
    clock.advance(LINGERING_MS);
    expect(world.edge.counts()).toMatchObject(NOTHING_LEFT);
  });

  it("and were answered 200 while nobody was there get ACK and BYE", async () => {
    const { app, phone, world, clock } = await open();
    const { invite } = await calling(app, phone, "ours");
    await app.die();
    phone.respond(invite, { status: 200, tag: "agent", body: SDP });
    phone.request({ method: "OPTIONS", callId: "ours", fromTag: "agent", to: field(invite, "From") });
    await phone.status(200);
    clock.advance(ADOPTION_MS);
    await phone.method("ACK");
    phone.respond(await phone.method("BYE"), { status: 200 });
    await expect.poll(() => phone.count("BYE ")).toBe(1);
    clock.advance(LINGERING_MS);
    expect(world.edge.counts()).toMatchObject(NOTHING_LEFT);
  });

  it("and whose caller has not acknowledged our 200 get the BYE after the ACK (RFC 3261 15)", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock, { adoptionSeconds: 2 });
    const app = await (await NamedApp.open(world)).takes("invite");
    const phone = await world.udpPhone();
    const { inDialog } = await answered(app, phone, "ack-late");
    await app.die();
    clock.advance(2_000);
    phone.request({ ...inDialog, method: "OPTIONS", cseq: 2 });
    await phone.status(200);
    expect(phone.count("BYE ")).toBe(0);
    phone.request({ method: "ACK", ...inDialog });
    await expect.poll(() => (clock.advance(0), phone.count("BYE "))).toBe(1);
    phone.respond(await phone.method("BYE"), { status: 200 });
    phone.request({ ...inDialog, method: "BYE", cseq: 3 });
    await phone.status(481);
    clock.advance(LINGERING_MS);
    expect(world.edge.counts()).toMatchObject(NOTHING_LEFT);
  });

  it("and were hung up meanwhile are only forgotten", async () => {
    const { app, phone, world, clock } = await open();
    const { inDialog } = await talking(app, phone, "over");
    await app.die();
    phone.request({ ...inDialog, method: "BYE", cseq: 2 });
    await phone.status(200);
    clock.advance(ADOPTION_MS + LINGERING_MS);
    expect(world.edge.counts()).toMatchObject(NOTHING_LEFT);
    phone.request({ ...inDialog, method: "BYE", cseq: 3 });
    await phone.status(481);
    expect(phone.count("BYE ")).toBe(0);
  });

  it("and subscriptions are ended: NOTIFY to who subscribed, SUBSCRIBE with Expires 0 where we did", async () => {
    const { app, phone, world, clock } = await open();
    const notifier = await world.udpPhone();
    phone.request({ method: "SUBSCRIBE", callId: "sub", headers: ["Event: presence", "Expires: 600"] });
    await app.respond((await app.next("SUBSCRIBE")).transactionId, 202);
    await phone.status(202);
    const place = `sip:w@127.0.0.1:${notifier.place.port}`;
    app.client.send(`sip||\r\nSUBSCRIBE ${place} SIP/2.0\r\nEvent: dialog\r\nExpires: 600\r\n\r\n`);
    notifier.respond(await notifier.method("SUBSCRIBE"), { status: 202, tag: "n" });
    await app.next("SIP/2.0 202");
    await app.die();
    clock.advance(ADOPTION_MS);
    const notify = await phone.method("NOTIFY");
    expect(field(notify, "Subscription-State")).toBe("terminated;reason=deactivated");
    expect(field(notify, "Event")).toBe("presence");
    phone.respond(notify, { status: 200 });
    const last = await notifier.method("SUBSCRIBE");
    expect([field(last, "Expires"), field(last, "Event")]).toEqual(["0", "dialog"]);
    notifier.respond(last, { status: 200 });
    expect(world.edge.counts()).toMatchObject({ dialogs: 0, estates: 0 });
  });

  it("and requests outside a call that nobody answered get 503", async () => {
    const { app, phone, clock } = await open();
    phone.request({ method: "MESSAGE" });
    await app.next("MESSAGE");
    await app.die();
    clock.advance(ADOPTION_MS);
    await phone.status(503);
  });

  it("are ended at once where a successor abandons them", async () => {
    const { app, phone, world } = await open();
    await talking(app, phone, "unloved");
    await app.die();
    const heir = await NamedApp.open(world);
    expect(await heir.client.command("abandon")).toBe("OK");
    phone.respond(await phone.method("BYE"), { status: 200 });
    expect(await heir.list()).toEqual([]);
  });
});

it("with an adoption time of 0 nothing is kept, as if no name had been given", async () => {
  const world = await startWorld(undefined, { adoptionSeconds: 0 });
  const app = await (await NamedApp.open(world)).takes("invite");
  const phone = await world.udpPhone();
  const { inDialog } = await talking(app, phone, "gone");
  await app.die();
  phone.request({ ...inDialog, method: "BYE", cseq: 2 });
  await phone.status(481);
  expect(world.edge.counts()).toMatchObject({ dialogs: 0, estates: 0 });
});
