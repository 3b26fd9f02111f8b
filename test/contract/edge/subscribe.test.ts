import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { field, tagIn } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";

/** A phone's subscription that the application accepted. */
async function subscribed(world: World) {
  const app = await appTaking(world, "subscribe");
  const phone = await world.udpPhone();
  phone.request({ method: "SUBSCRIBE", callId: "sub", headers: ["Event: presence", "Expires: 60"] });
  const { req, res } = await app.next("subscribe");
  const dialog = await app.srf.createUAS(req, res, { headers: { Expires: "60" } });
  return { phone, dialog, accepted: await phone.status(202) };
}

describe("subscriptions (RFC 6665)", () => {
  it("make a dialog in which the application notifies, and which its last NOTIFY ends", async () => {
    const world = await startWorld();
    const { phone, dialog, accepted } = await subscribed(world);
    expect(field(accepted, "Contact")).toContain(`:${world.edge.sipPort}>`);
    const first = dialog.request({
      method: "NOTIFY",
      headers: { Event: "presence", "Subscription-State": "active" },
    });
    const notify = await phone.method("NOTIFY");
    expect(tagIn(notify, "From")).toBe(tagIn(accepted, "To"));
    phone.respond(notify, { status: 200 });
    await first;
    expect(world.edge.counts().dialogs).toBe(1);
    const last = dialog.request({
      method: "NOTIFY",
      headers: { Event: "presence", "Subscription-State": "terminated" },
    });
    phone.respond(await phone.method("NOTIFY"), { status: 200 });
    await last;
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("that nobody ends are forgotten some time after they ran out", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    await subscribed(world);
    clock.advance(60_000);
    expect(world.edge.counts().dialogs).toBe(1);
    clock.advance(32_000);
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("of the application take a NOTIFY that overtakes the 200, and end with the other side's last one", async () => {
    const world = await startWorld();
    const { srf, next } = await appTaking(world, "notify");
    const phone = await world.udpPhone();
    const uri = `sip:1001@127.0.0.1:${phone.place.port}`;
    const made = srf.createUAC(uri, {
      method: "SUBSCRIBE",
      headers: { From: "<sip:1001@127.0.0.1>", Event: "presence", Expires: "60" },
    });
    const subscribe = await phone.method("SUBSCRIBE");
    const inDialog = { callId: field(subscribe, "Call-ID"), fromTag: "phone", to: field(subscribe, "From") };
    const notify = (cseq: number, state: string) =>
      phone.request({
        ...inDialog,
        method: "NOTIFY",
        cseq,
        headers: ["Event: presence", `Subscription-State: ${state}`],
      });
    notify(1, "active");
    const early = await next("notify");
    expect(early.req.stackDialogId).toBe(`${inDialog.callId};from-tag=${tagIn(subscribe, "From")}`);
    early.res.send(200);
    await phone.status(200);
    phone.respond(subscribe, { status: 200, tag: "phone", headers: ["Expires: 60"] });
    const dialog = await made;
    const over = new Promise((resolve) => dialog.once("destroy", resolve));
    notify(2, "terminated;reason=timeout");
    await phone.status(200);
    await over;
    expect(world.edge.counts().dialogs).toBe(0);
  });
});
