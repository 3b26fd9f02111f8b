import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { callIn, callOut, contactOf, cseqOf, destroyed, talkIn, talkOut } from "./support/calls.ts";
import { bodyOf, branchOf, field, SDP, tagIn } from "./support/sip-text.ts";
import type { SipMessage, SrfRequest, SrfResponse } from "./support/srf.ts";
import { startWorld } from "./support/world.ts";

const HELD = SDP.replace("t=0 0", "t=0 0\r\na=inactive");

/** What the application does with the next request of a kind: it keeps it unanswered. */
function next(dialog: NodeJS.EventEmitter, event: string): Promise<SrfResponse> {
  return new Promise((resolve) => dialog.once(event, (_req: SrfRequest, res: SrfResponse) => resolve(res)));
}

describe("UPDATE (RFC 3311)", () => {
  it("before the answer goes to the application, and a second one on top of it gets 500", async () => {
    const call = await callIn(await startWorld());
    call.res.send(183, { body: SDP });
    const progress = await call.phone.status(183);
    const update = next(call.req, "update");
    call.phone.request({ ...call.inDialog(progress), method: "UPDATE", cseq: 2, body: SDP });
    const res = await update;
    call.phone.request({ ...call.inDialog(progress), method: "UPDATE", cseq: 3, body: SDP });
    expect(Number(field(await call.phone.status(500), "Retry-After"))).toBeLessThanOrEqual(10);
    res.send(200, { body: HELD });
    const ok = await call.phone.status(200);
    expect(bodyOf(ok)).toBe(HELD);
    expect(contactOf(ok)).toMatch(/^sip:127/);
  });

  it("before the answer may be the application's own, in the early dialog", async () => {
    const call = await callOut(await startWorld());
    call.phone.respond(call.invite, { status: 183, tag: "callee1", body: SDP });
    await call.provisional(183);
    const stackDialogId = `${field(call.invite, "Call-ID")};from-tag=${tagIn(call.invite, "From")}`;
    call.srf.request("sip:placeholder", { method: "UPDATE", stackDialogId, body: HELD }, () => undefined);
    const update = await call.phone.method("UPDATE");
    expect(tagIn(update, "To")).toBe("callee1");
    expect(contactOf(update)).toBe(contactOf(call.invite));
    expect(cseqOf(update)).toBe(cseqOf(call.invite) + 1);
  });

  it("refreshes the target, in both directions", async () => {
    const world = await startWorld();
    const { phone, dialog, inDialog } = await talkIn(world);
    const moved = await world.udpPhone();
    moved.request({ ...inDialog, method: "UPDATE", cseq: 2 });
    await moved.status(200);
    const asked = dialog.request({ method: "UPDATE" });
    const update = await moved.method("UPDATE");
    expect(update.startsWith(`UPDATE sip:caller@127.0.0.1:${moved.place.port} `)).toBe(true);
    // The answer names another place again.
    moved.send(
      [
        "SIP/2.0 200 OK",
        ...["Via", "From", "To", "Call-ID", "CSeq"].map((name) => `${name}: ${field(update, name)}`),
        `Contact: <sip:caller@127.0.0.1:${phone.place.port}>`,
        "",
        "",
      ].join("\r\n"),
    );
    await asked;
    void dialog.request({ method: "INFO" }).catch(() => undefined);
    expect((await moved.method("INFO")).startsWith(`INFO sip:caller@127.0.0.1:${phone.place.port} `)).toBe(
      true,
    );
  });

  it("with an offer that crosses one of ours gets 491, and so does a re-INVITE", async () => {
    const { phone, dialog, inDialog } = await talkOut(await startWorld());
    void dialog.request({ method: "UPDATE", body: HELD }).catch(() => undefined);
    await phone.method("UPDATE");
    phone.request({ ...inDialog, method: "UPDATE", cseq: 2, body: SDP });
    await phone.status(491);
    phone.request({ ...inDialog, method: "INVITE", cseq: 3, body: SDP });
    expect(field(await phone.status(491), "CSeq")).toBe("3 INVITE");
  });

  it("with an offer on top of their own re-INVITE gets 500 with Retry-After", async () => {
    const { phone, dialog, inDialog } = await talkOut(await startWorld());
    const modify = next(dialog, "modify");
    phone.request({ ...inDialog, method: "INVITE", cseq: 2, body: HELD });
    await modify;
    phone.request({ ...inDialog, method: "UPDATE", cseq: 3, body: SDP });
    expect(field(await phone.status(500), "Retry-After")).toMatch(/^\d+$/);
  });
});

describe("re-INVITE (RFC 3261 14)", () => {
  it("of ours with a delayed offer is acknowledged with our session description", async () => {
    const { phone, dialog } = await talkOut(await startWorld());
    const modified = dialog.modify({ noAck: true });
    const invite = await phone.method("INVITE");
    expect(bodyOf(invite)).toBe("");
    phone.respond(invite, { status: 200, body: HELD });
    const { sdp, ack } = await modified;
    expect(sdp).toBe(HELD);
    ack(SDP);
    const acked = await phone.method("ACK");
    expect(bodyOf(acked)).toBe(SDP);
    expect(field(acked, "Content-Type")).toBe("application/sdp");
  });

  it("of theirs with a delayed offer brings their session description in the ACK", async () => {
    const { phone, dialog, inDialog } = await talkIn(await startWorld());
    const modify = next(dialog, "modify");
    phone.request({ ...inDialog, method: "INVITE", cseq: 2 });
    (await modify).send(200, { body: SDP });
    await phone.status(200);
    const acked = new Promise<SipMessage>((resolve) => dialog.once("ack", resolve));
    phone.request({ ...inDialog, method: "ACK", cseq: 2, body: HELD });
    expect((await acked).body).toBe(HELD);
  });

  it("on top of another one of ours is answered 491 without being sent", async () => {
    const { phone, dialog } = await talkOut(await startWorld());
    void dialog.modify(HELD).catch(() => undefined);
    const pending = await phone.method("INVITE");
    const refused = await dialog.request({ method: "INVITE", body: SDP });
    expect(refused).toMatchObject({ status: 491, source_address: "" });
    expect(phone.count("INVITE")).toBe(2);
    phone.respond(pending, { status: 200, body: SDP });
    expect(cseqOf(await phone.method("ACK"))).toBe(cseqOf(pending));
  });

  it("while one of theirs is pending is answered 491 without being sent", async () => {
    const { phone, dialog, inDialog } = await talkOut(await startWorld());
    const modify = next(dialog, "modify");
    phone.request({ ...inDialog, method: "INVITE", cseq: 2, body: HELD });
    await modify;
    expect(await dialog.request({ method: "INVITE", body: SDP })).toMatchObject({ status: 491 });
    expect(phone.count("INVITE")).toBe(1);
  });

  it("that is refused changes nothing: the next one goes where the last agreed Contact says", async () => {
    const { phone, dialog } = await talkOut(await startWorld());
    const refused = dialog.modify(HELD);
    phone.respond(await phone.method("INVITE"), { status: 488 });
    await expect(refused).rejects.toMatchObject({ status: 488 });
    const modified = dialog.request({ method: "INVITE", body: SDP });
    phone.respond(await phone.method("INVITE"), { status: 200, body: SDP });
    expect(await modified).toMatchObject({ status: 200 });
  });

  it("that was cancelled by our BYE and is answered all the same is acknowledged by the server", async () => {
    const world = await startWorld();
    const { phone, dialog } = await talkOut(world);
    void dialog.modify(HELD).catch(() => undefined);
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 100 });
    const ended = dialog.destroy();
    await phone.method("CANCEL");
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
    phone.respond(invite, { status: 200, body: SDP });
    expect(cseqOf(await phone.method("ACK"))).toBe(cseqOf(invite));
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("of theirs may be cancelled: 200 to CANCEL, 487 to it, and the call stands", async () => {
    const world = await startWorld();
    const { phone, dialog, inDialog } = await talkIn(world);
    const modify = next(dialog, "modify");
    const invite = phone.request({ ...inDialog, method: "INVITE", cseq: 2, body: HELD });
    await modify;
    phone.request({ ...inDialog, method: "CANCEL", cseq: 2, branch: branchOf(invite) });
    await phone.status(200);
    await phone.status(487);
    expect(world.edge.counts().dialogs).toBe(1);
  });

  it("with a lower CSeq than the last is tolerated", async () => {
    const { phone, dialog, inDialog } = await talkIn(await startWorld(), { cseq: 1 });
    const infos = [next(dialog, "info")];
    phone.request({ ...inDialog, method: "INFO", cseq: 10 });
    (await infos[0])?.send(200);
    await phone.status(200);
    infos.push(next(dialog, "info"));
    phone.request({ ...inDialog, method: "INFO", cseq: 5 });
    (await infos[1])?.send(200);
    expect(field(await phone.status(200), "CSeq")).toBe("5 INFO");
  });
});

describe("a 2xx that the application never acknowledges", () => {
  it("is acknowledged after 32 s and its call ended; the application gets the BYE's copy", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { phone, dialog } = await talkOut(world);
    const over = destroyed(dialog);
    const modified = dialog.modify({ noAck: true });
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 200, body: SDP });
    await modified;
    clock.advance(32_000);
    expect(cseqOf(await phone.method("ACK"))).toBe(cseqOf(invite));
    await phone.method("BYE");
    expect(await over).toBe("No ACK from the application");
    expect(world.edge.counts().dialogs).toBe(0);
  });
});
