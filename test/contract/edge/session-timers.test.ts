import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import {
  callIn,
  callOut,
  contactOf,
  cseqOf,
  destroyed,
  failureOf,
  talkIn,
  talkOut,
} from "./support/calls.ts";
import { bodyOf, field, fields, SDP, tagIn } from "./support/sip-text.ts";
import type { SrfDialog } from "./support/srf.ts";
import { untilRefresh } from "./support/until-refresh.ts";
import { startWorld, type World } from "./support/world.ts";

const EXPIRED = "Session timer expired";
const offering = (value: string, ...more: string[]) => ({ headers: [`Session-Expires: ${value}`, ...more] });

/** A call in which the server refreshes, every 90 s. */
async function refreshedByUs(clock: ManualClock) {
  const world = await startWorld(clock);
  const talk = await talkIn(world, offering("90;refresher=uas", "Supported: timer"));
  return { world, ...talk };
}

/** The call was ended by the server: BYE on the wire, its copy to the application. */
async function endedByTimer(
  world: World,
  phone: { method(name: string): Promise<string> },
  dialog: SrfDialog,
) {
  const over = destroyed(dialog);
  return async () => {
    expect(field(await phone.method("BYE"), "Reason")).toContain(`text="${EXPIRED}"`);
    expect(await over).toBe(EXPIRED);
    expect(world.edge.counts().dialogs).toBe(0);
  };
}

describe("the Session-Expires of our 2xx (RFC 4028 9)", () => {
  it.each([
    ["1800;refresher=uac", "1800;refresher=uac", ["timer"]],
    ["1800;refresher=uas", "1800;refresher=uas", []],
  ])("echoes an offer of %s with that refresher", async (offer, echo, required) => {
    const { ok } = await talkIn(await startWorld(), offering(offer, "Supported: timer"));
    expect(field(ok, "Session-Expires")).toBe(echo);
    expect(fields(ok, "Require")).toEqual(required);
  });

  it("is at least 90 for a caller that does not know of 422", async () => {
    const { ok } = await talkIn(await startWorld(), offering("60;refresher=uas"));
    expect(field(ok, "Session-Expires")).toBe("90;refresher=uas");
  });

  it("is the application's own where it sets one", async () => {
    const own = { headers: { "Session-Expires": "600;refresher=uas" } };
    const { ok } = await talkIn(await startWorld(), offering("1800;refresher=uac"), own);
    expect(fields(ok, "Session-Expires")).toEqual(["600;refresher=uas"]);
  });

  it("is none for an offer without refresher, unless configured so", async () => {
    const plain = await talkIn(await startWorld(), offering("1800", "Supported: timer"));
    expect(fields(plain.ok, "Session-Expires")).toEqual([]);
    const any = await talkIn(
      await startWorld(undefined, { sessionTimers: "any" }),
      offering("1800", "Supported: timer"),
    );
    expect(field(any.ok, "Session-Expires")).toBe("1800;refresher=uac");
    const off = await talkIn(
      await startWorld(undefined, { sessionTimers: "off" }),
      offering("1800;refresher=uac"),
    );
    expect(fields(off.ok, "Session-Expires")).toEqual([]);
  });

  it("is refused with 422 and Min-SE where a caller that knows timers asks for less than 90", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE", ...offering("60;refresher=uas", "Supported: timer") });
    await phone.status(100);
    expect(field(await phone.status(422), "Min-SE")).toBe("90");
  });

  it.each(["INVITE", "UPDATE"])(
    "in a dialog is refused with 422 in an %s that asks for less",
    async (method) => {
      const { phone, inDialog } = await talkIn(await startWorld());
      phone.request({ ...inDialog, method, cseq: 2, ...offering("60") });
      expect(field(await phone.status(422), "Min-SE")).toBe("90");
    },
  );
});

describe("a session that the server refreshes (RFC 4028 7.4, 10)", () => {
  it("is refreshed at half the interval by a re-INVITE with our last session description, ACK by us", async () => {
    const clock = new ManualClock();
    const { phone, ok, world } = await refreshedByUs(clock);
    const waited = untilRefresh(clock, world);
    expect(waited).toBeGreaterThanOrEqual(40_000);
    expect(waited).toBeLessThanOrEqual(50_000);
    const refresh = await phone.method("INVITE");
    expect(bodyOf(refresh)).toBe(SDP);
    expect(field(refresh, "Session-Expires")).toBe("90;refresher=uac");
    expect(field(refresh, "Min-SE")).toBe("90");
    expect(field(refresh, "Content-Type")).toBe("application/sdp");
    expect(contactOf(refresh)).toBe(contactOf(ok));
    expect(tagIn(refresh, "From")).toBe(tagIn(ok, "To"));
    phone.respond(refresh, { status: 200, body: SDP, headers: ["Session-Expires: 90;refresher=uac"] });
    expect(cseqOf(await phone.method("ACK"))).toBe(cseqOf(refresh));
    clock.advance(32_000);
    expect(32_000 + untilRefresh(clock, world)).toBeGreaterThanOrEqual(40_000);
    expect(cseqOf(await phone.method("INVITE"))).toBe(cseqOf(refresh) + 1);
    expect(world.edge.counts().dialogs).toBe(1);
  });

  it("goes on over the application's own re-INVITE, which says so", async () => {
    const clock = new ManualClock();
    const { world, phone, dialog } = await refreshedByUs(clock);
    clock.advance(39_000);
    const modified = dialog.modify(SDP);
    const invite = await phone.method("INVITE");
    expect(field(invite, "Session-Expires")).toBe("90;refresher=uac");
    phone.respond(invite, { status: 200, body: SDP, headers: ["Session-Expires: 90;refresher=uac"] });
    await modified;
    await phone.method("ACK");
    clock.advance(39_000);
    expect(39_000 + untilRefresh(clock, world)).toBeGreaterThanOrEqual(40_000);
    await phone.method("INVITE");
  });

  it("tries again after 491, and with a longer interval after 422", async () => {
    const clock = new ManualClock();
    const { world, phone } = await refreshedByUs(clock);
    untilRefresh(clock, world);
    phone.respond(await phone.method("INVITE"), { status: 491 });
    await phone.method("ACK");
    untilRefresh(clock, world, 2_000);
    phone.respond(await phone.method("INVITE"), { status: 422, headers: ["Min-SE: 120"] });
    await phone.method("ACK");
    clock.advance(0);
    expect(field(await phone.method("INVITE"), "Session-Expires")).toBe("120;refresher=uac");
  });

  it.each(["is refused", "is not answered"])("is ended by BYE when its refresh %s", async (how) => {
    const clock = new ManualClock();
    const { world, phone, dialog } = await refreshedByUs(clock);
    const check = await endedByTimer(world, phone, dialog);
    untilRefresh(clock, world);
    const refresh = await phone.method("INVITE");
    if (how === "is refused") phone.respond(refresh, { status: 488 });
    else clock.advance(32_000);
    await check();
  });

  it("is not refreshed once the call is over", async () => {
    const clock = new ManualClock();
    const { phone, inDialog } = await refreshedByUs(clock);
    phone.request({ ...inDialog, method: "BYE", cseq: 2 });
    await phone.status(200);
    clock.advance(300_000);
    expect(clock.waiting).toBe(0);
    expect(phone.count("INVITE")).toBe(0);
  });
});

describe("a session that the other side refreshes (RFC 4028 10)", () => {
  it("is ended by BYE when no refresh comes in time", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { phone, dialog } = await talkIn(world, offering("90;refresher=uac", "Supported: timer"));
    const check = await endedByTimer(world, phone, dialog);
    clock.advance(60_000 - 1);
    expect(world.edge.counts().dialogs).toBe(1);
    clock.advance(1);
    await check();
  });

  it.each(["INVITE", "UPDATE"])("lives on with each refresh by %s", async (method) => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { phone, dialog, inDialog } = await talkIn(world, offering("90;refresher=uac", "Supported: timer"));
    for (const cseq of [2, 3, 4]) {
      clock.advance(45_000);
      const body = method === "INVITE" ? SDP : "";
      phone.request({ ...inDialog, method, cseq, body, ...offering("90;refresher=uac", "Supported: timer") });
      const ok = await phone.inbox.take(
        (text) => text.includes(`CSeq: ${cseq} ${method}`) && !/ 100 /.test(text),
        "200",
      );
      expect(field(ok, "Session-Expires")).toBe("90;refresher=uac");
      if (method === "UPDATE") continue;
      const acked = new Promise((resolve) => dialog.once("ack", resolve));
      phone.request({ ...inDialog, method: "ACK", cseq });
      await acked;
    }
    expect(world.edge.counts().dialogs).toBe(1);
  });
});

describe("the session timer of our own INVITE (RFC 4028 7)", () => {
  const opts = { headers: { "Session-Expires": "90", Supported: "timer" } };

  it("is refreshed by us where the 2xx says so", async () => {
    const clock = new ManualClock();
    const { phone, invite } = await talkOut(await startWorld(clock), opts, [
      "Session-Expires: 90;refresher=uac",
    ]);
    expect(field(invite, "Session-Expires")).toBe("90");
    clock.advance(50_000);
    const refresh = await phone.method("INVITE");
    expect(bodyOf(refresh)).toBe(SDP);
    expect(tagIn(refresh, "To")).toBe("callee1");
  });

  it("is watched by us where the other side refreshes", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { phone, dialog } = await talkOut(world, opts, ["Session-Expires: 90;refresher=uas"]);
    const check = await endedByTimer(world, phone, dialog);
    clock.advance(60_000);
    await check();
  });

  it("is none where the 2xx has no Session-Expires", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { phone } = await talkOut(world, opts);
    clock.advance(300_000);
    expect(phone.count("INVITE")).toBe(1);
    expect(world.edge.counts().dialogs).toBe(1);
  });

  it("too small for the callee: its 422 goes to the application", async () => {
    const call = await callOut(await startWorld(), opts);
    call.phone.respond(call.invite, { status: 422, tag: "callee1", headers: ["Min-SE: 300"] });
    const failure = await failureOf(call.outcome);
    expect(failure).toMatchObject({ status: 422 });
  });
});

describe("the application's own answer to a short session", () => {
  it("reaches the caller as it is", async () => {
    const call = await callIn(await startWorld(), offering("120;refresher=uac", "Supported: timer"));
    call.res.send(422, { headers: { "Min-SE": "1800" } });
    expect(field(await call.phone.status(422), "Min-SE")).toBe("1800");
  });
});
