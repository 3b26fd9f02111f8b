import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { NamedApp, successorIn, talking } from "./support/handover.ts";
import { bodyOf, field, SDP } from "./support/sip-text.ts";
import { untilRefresh } from "./support/until-refresh.ts";
import { startWorld } from "./support/world.ts";

const OURS = SDP.replace("4000", "6000");

/** A call with a session timer of 90 s, whose application is lost at once and may come back for long. */
async function lostTalk(refresher: "uac" | "uas") {
  const clock = new ManualClock();
  const world = await startWorld(clock, { adoptionSeconds: 300 });
  const app = await (await NamedApp.open(world)).takes("invite");
  const phone = await world.udpPhone();
  const timer = [`Session-Expires: 90;refresher=${refresher}`, "Supported: timer"];
  const { inDialog, dialogId } = await talking(app, phone, "timed", ...timer);
  await app.die();
  return {
    clock,
    world,
    phone,
    inDialog,
    dialogId,
    successor: () => successorIn(world, clock),
  };
}

describe("the session timer of a call whose application is lost (RFC 4028)", () => {
  it("goes on: we refresh with our last session description, and acknowledge", async () => {
    const { clock, world, phone, successor } = await lostTalk("uas");
    const moved = SDP.replace("4000", "4444");
    for (const answer of [SDP, moved]) {
      untilRefresh(clock, world);
      const refresh = await phone.method("INVITE");
      expect(bodyOf(refresh)).toBe(OURS);
      phone.respond(refresh, { status: 200, body: answer, headers: ["Session-Expires: 90;refresher=uac"] });
      await phone.method("ACK");
      clock.advance(32_000);
    }
    expect(world.edge.counts().dialogs).toBe(1);
    const heir = await NamedApp.open(world);
    expect(await heir.list()).toMatchObject([{ state: "confirmed", remoteSdp: moved, waiting: 0 }]);
    expect((await successor()).answer).toBe("OK|1|0|0");
  });

  it("ends it where our refresh is refused: BYE, and its copy waits for the successor", async () => {
    const { clock, world, phone, dialogId, successor } = await lostTalk("uas");
    untilRefresh(clock, world);
    phone.respond(await phone.method("INVITE"), { status: 488 });
    phone.respond(await phone.method("BYE"), { status: 200 });
    expect(world.edge.counts()).toMatchObject({ dialogs: 0, estates: 1 });
    const heir = await NamedApp.open(world);
    expect(await heir.list()).toMatchObject([{ id: dialogId, ended: true, waiting: 1 }]);
    const next = await successor();
    expect(next.answer).toBe("OK|1|0|1");
    const bye = await next.heir.next("BYE");
    expect(bye).toMatchObject({ transactionId: "unsolicited", dialogId });
    expect(field(bye.text, "Reason")).toContain("Session timer expired");
    expect(world.edge.counts().estates).toBe(0);
  });

  it("ends it where the other side does not refresh", async () => {
    const { clock, phone } = await lostTalk("uac");
    clock.advance(60_000);
    expect(field(await phone.method("BYE"), "Reason")).toContain("Session timer expired");
  });

  it.each(["INVITE", "UPDATE"])("waits on where a refresh by %s was put off by us", async (method) => {
    const { clock, world, phone, inDialog } = await lostTalk("uac");
    clock.advance(45_000);
    phone.request({ ...inDialog, method, cseq: 2, headers: ["Session-Expires: 90;refresher=uac"] });
    expect(Number(field(await phone.status(500), "Retry-After"))).toBeGreaterThan(0);
    clock.advance(60_000 - 1);
    expect(world.edge.counts().dialogs).toBe(1);
    clock.advance(1);
    await phone.method("BYE");
  });
});
