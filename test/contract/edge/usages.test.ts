import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { talkIn, talkOut } from "./support/calls.ts";
import { bodyOf, field, fields, tagIn } from "./support/sip-text.ts";
import type { SrfDialog, SrfRequest, SrfResponse } from "./support/srf.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";

const REFER = { method: "REFER", headers: { "Refer-To": "<sip:98667@127.0.0.1>" } };
const FRAG = (state: string) => ({
  method: "NOTIFY",
  headers: { Event: "refer", "Subscription-State": state, "Content-Type": "message/sipfrag" },
  body: "SIP/2.0 200 OK",
});

function answering(dialog: SrfDialog, event: string, status: number, opts: object = {}): void {
  dialog.on(event, (_req: SrfRequest, res: SrfResponse) => res.send(status, opts));
}

describe("REFER inside a call (RFC 3515)", () => {
  it("from the phone: 202 with Contact, then the application's NOTIFY with a sipfrag", async () => {
    const { phone, dialog, inDialog } = await talkIn(await startWorld());
    answering(dialog, "refer", 202);
    phone.request({ ...inDialog, method: "REFER", cseq: 2, headers: ["Refer-To: <sip:98667@127.0.0.1>"] });
    expect(field(await phone.status(202), "Contact")).toMatch(/^<sip:127/);
    const notified = dialog.request(FRAG("active;expires=60"));
    const notify = await phone.method("NOTIFY");
    expect(bodyOf(notify)).toBe("SIP/2.0 200 OK");
    phone.respond(notify, { status: 200 });
    expect(await notified).toMatchObject({ status: 200 });
  });

  it("keeps the dialog for its NOTIFYs when the call ends first (RFC 5057), until the last one", async () => {
    const world = await startWorld();
    const { phone, dialog, inDialog } = await talkIn(world);
    answering(dialog, "refer", 202);
    phone.request({ ...inDialog, method: "REFER", cseq: 2, headers: ["Refer-To: <sip:98667@127.0.0.1>"] });
    await phone.status(202);
    phone.request({ ...inDialog, method: "BYE", cseq: 3 });
    await phone.status(200);
    expect(world.edge.counts().dialogs).toBe(1);
    phone.request({ ...inDialog, method: "INFO", cseq: 4 });
    await phone.status(481);
    const last = dialog.request(FRAG("terminated;reason=noresource"));
    phone.respond(await phone.method("NOTIFY"), { status: 200 });
    await last;
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("whose NOTIFY the other side no longer knows leaves nothing behind", async () => {
    const world = await startWorld();
    const { phone, dialog, inDialog } = await talkIn(world);
    answering(dialog, "refer", 202);
    phone.request({ ...inDialog, method: "REFER", cseq: 2, headers: ["Refer-To: <sip:98667@127.0.0.1>"] });
    await phone.status(202);
    phone.request({ ...inDialog, method: "BYE", cseq: 3 });
    await phone.status(200);
    const last = dialog.request(FRAG("active"));
    phone.respond(await phone.method("NOTIFY"), { status: 481 });
    expect(await last).toMatchObject({ status: 481 });
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("without subscription (RFC 4488) keeps nothing when the call ends", async () => {
    const world = await startWorld();
    const { phone, dialog, inDialog } = await talkIn(world);
    answering(dialog, "refer", 202, { headers: { "Refer-Sub": "false" } });
    const headers = ["Refer-To: <sip:98667@127.0.0.1>", "Refer-Sub: false"];
    phone.request({ ...inDialog, method: "REFER", cseq: 2, headers });
    expect(field(await phone.status(202), "Refer-Sub")).toBe("false");
    phone.request({ ...inDialog, method: "BYE", cseq: 3 });
    await phone.status(200);
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("of the application: Contact filled in, NOTIFYs passed on also after our BYE, the final one answered", async () => {
    const world = await startWorld();
    const { srf, phone, dialog, inDialog } = await talkOut(world);
    const referred = dialog.request(REFER);
    const refer = await phone.method("REFER");
    expect(field(refer, "Contact")).toMatch(/^<sip:127/);
    phone.respond(refer, { status: 202 });
    await referred;
    const notify = (cseq: number, state: string) =>
      phone.request({
        ...inDialog,
        method: "NOTIFY",
        cseq,
        headers: [`Event: refer;id=${field(refer, "CSeq").split(" ")[0]}`, `Subscription-State: ${state}`],
      });
    answering(dialog, "notify", 200);
    notify(2, "active;expires=60");
    await phone.status(200);
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
    srf.use("notify", (_req, res) => res.send(200));
    notify(3, "terminated;reason=noresource");
    expect(field(await phone.status(200), "CSeq")).toBe("3 NOTIFY");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("whose last NOTIFY never comes is forgotten some time after the call", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { phone, dialog } = await talkOut(world);
    const referred = dialog.request(REFER);
    phone.respond(await phone.method("REFER"), { status: 202 });
    await referred;
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
    clock.advance(211_000);
    expect(world.edge.counts().dialogs).toBe(1);
    clock.advance(1_000);
    expect(world.edge.counts().dialogs).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  it("does not end the call when its subscription ends", async () => {
    const world = await startWorld();
    const { phone, dialog, inDialog } = await talkIn(world);
    answering(dialog, "refer", 202);
    phone.request({ ...inDialog, method: "REFER", cseq: 2, headers: ["Refer-To: <sip:98667@127.0.0.1>"] });
    await phone.status(202);
    const last = dialog.request(FRAG("terminated;reason=noresource"));
    phone.respond(await phone.method("NOTIFY"), { status: 200 });
    await last;
    expect(world.edge.counts().dialogs).toBe(1);
  });
});

/** An application's subscription, its SUBSCRIBE just arrived at the phone. */
async function subscribing(world: World) {
  const app = await appTaking(world, "notify");
  const phone = await world.udpPhone();
  const made = app.srf.createUAC(`sip:1001@127.0.0.1:${phone.place.port}`, {
    method: "SUBSCRIBE",
    headers: { From: "<sip:1001@127.0.0.1>", Event: "presence", Expires: "60" },
  });
  made.catch(() => undefined);
  const subscribe = await phone.method("SUBSCRIBE");
  const inDialog = { callId: field(subscribe, "Call-ID"), to: field(subscribe, "From") };
  const notify = (fromTag: string, cseq: number, state: string, headers: readonly string[] = []) =>
    phone.request({
      ...inDialog,
      fromTag,
      method: "NOTIFY",
      cseq,
      headers: ["Event: presence", `Subscription-State: ${state}`, ...headers],
    });
  return { ...app, phone, made, subscribe, notify };
}

describe("a subscription of the application (RFC 6665 4.1)", () => {
  it("is created by the NOTIFY that overtakes the 2xx, with the routes it recorded", async () => {
    const world = await startWorld();
    const { phone, made, subscribe, notify, next } = await subscribing(world);
    const route = `<sip:127.0.0.1:${phone.place.port};lr>`;
    notify("phone", 1, "active;expires=60", [`Record-Route: ${route}`]);
    (await next("notify")).res.send(200);
    await phone.status(200);
    phone.respond(subscribe, { status: 200, tag: "phone", headers: ["Expires: 60"] });
    const dialog = await made;
    const refreshed = dialog.request({ method: "SUBSCRIBE", headers: { Event: "presence", Expires: "60" } });
    const refresh = await phone.method("SUBSCRIBE");
    expect(fields(refresh, "Route")).toEqual([route]);
    expect(tagIn(refresh, "To")).toBe("phone");
    phone.respond(refresh, { status: 200, headers: ["Expires: 60"] });
    await refreshed;
  });

  it("answers 481 to the NOTIFY of another branch, and keeps the first", async () => {
    const world = await startWorld();
    const { phone, made, subscribe, notify, arrivals } = await subscribing(world);
    phone.respond(subscribe, { status: 200, tag: "fork1", headers: ["Expires: 60"] });
    await made;
    notify("fork2", 1, "active");
    await phone.status(481);
    expect(arrivals.all).toHaveLength(0);
    expect(world.edge.counts().dialogs).toBe(1);
  });

  it("ends with the terminated NOTIFY that follows its unsubscribing, which is answered", async () => {
    const world = await startWorld();
    const { phone, made, subscribe, notify } = await subscribing(world);
    phone.respond(subscribe, { status: 200, tag: "phone", headers: ["Expires: 60"] });
    const dialog = await made;
    const done = dialog.request({ method: "SUBSCRIBE", headers: { Event: "presence", Expires: "0" } });
    phone.respond(await phone.method("SUBSCRIBE"), { status: 200, headers: ["Expires: 0"] });
    await done;
    expect(world.edge.counts().dialogs).toBe(1);
    notify("phone", 1, "terminated;reason=timeout");
    expect(field(await phone.status(200), "CSeq")).toBe("1 NOTIFY");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("is over when a refresh is answered 481", async () => {
    const world = await startWorld();
    const { phone, made, subscribe } = await subscribing(world);
    phone.respond(subscribe, { status: 200, tag: "phone", headers: ["Expires: 60"] });
    const refreshed = (await made).request({ method: "SUBSCRIBE", headers: { Event: "presence" } });
    phone.respond(await phone.method("SUBSCRIBE"), { status: 481 });
    expect(await refreshed).toMatchObject({ status: 481 });
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("that is refused with 489 leaves nothing behind", async () => {
    const world = await startWorld();
    const { phone, made, subscribe } = await subscribing(world);
    phone.respond(subscribe, { status: 489, tag: "phone" });
    await expect(made).rejects.toMatchObject({ status: 489 });
    expect(world.edge.counts().dialogs).toBe(0);
  });
});

describe("a subscription of the phone (RFC 6665 4.2)", () => {
  it("is refused by the application with 489", async () => {
    const world = await startWorld();
    const { next } = await appTaking(world, "subscribe");
    const phone = await world.udpPhone();
    phone.request({ method: "SUBSCRIBE", headers: ["Event: nobody-knows"] });
    (await next("subscribe")).res.send(489, { headers: { "Allow-Events": "presence" } });
    expect(field(await phone.status(489), "Allow-Events")).toBe("presence");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("is refreshed and ended inside its dialog", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { next, srf } = await appTaking(world, "subscribe");
    const phone = await world.udpPhone();
    phone.request({ method: "SUBSCRIBE", callId: "sub", headers: ["Event: presence", "Expires: 60"] });
    const { req, res } = await next("subscribe");
    const dialog = await srf.createUAS(req, res, { headers: { Expires: "60" } });
    const to = field(await phone.status(202), "To");
    clock.advance(50_000);
    dialog.on("subscribe", (_req: SrfRequest, again: SrfResponse) =>
      again.send(200, { headers: { Expires: "60" } }),
    );
    const headers = ["Event: presence", "Expires: 60"];
    phone.request({ method: "SUBSCRIBE", callId: "sub", to, cseq: 2, headers });
    await phone.status(200);
    clock.advance(60_000);
    expect(world.edge.counts().dialogs).toBe(1);
    phone.request({
      method: "SUBSCRIBE",
      callId: "sub",
      to,
      cseq: 3,
      headers: ["Event: presence", "Expires: 0"],
    });
    await phone.status(202);
    const last = dialog.destroy();
    const notify = await phone.method("NOTIFY");
    expect(field(notify, "Subscription-State")).toBe("terminated");
    phone.respond(notify, { status: 200 });
    await last;
    await expect.poll(() => world.edge.counts().dialogs).toBe(0);
  });

  it("inside a call outlives the call", async () => {
    const world = await startWorld();
    const { phone, dialog, inDialog } = await talkIn(world);
    answering(dialog, "subscribe", 200, { headers: { Expires: "60" } });
    phone.request({ ...inDialog, method: "SUBSCRIBE", cseq: 2, headers: ["Event: dialog", "Expires: 60"] });
    await phone.status(200);
    phone.request({ ...inDialog, method: "BYE", cseq: 3 });
    await phone.status(200);
    expect(world.edge.counts().dialogs).toBe(1);
    const last = dialog.request({
      method: "NOTIFY",
      headers: { Event: "dialog", "Subscription-State": "terminated" },
    });
    phone.respond(await phone.method("NOTIFY"), { status: 200 });
    await last;
    expect(world.edge.counts().dialogs).toBe(0);
  });
});
