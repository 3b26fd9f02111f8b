import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { type CallOut, callIn, callOut, cseqOf, destroyed, failureOf } from "./support/calls.ts";
import { branchOf, field, SDP, tagIn } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

/** Sends a request in the application's early dialog. */
function inEarlyDialog({ srf, invite }: CallOut, method: string, headers: object = {}): void {
  const stackDialogId = `${field(invite, "Call-ID")};from-tag=${tagIn(invite, "From")}`;
  srf.request("sip:placeholder", { method, stackDialogId, headers }, () => undefined);
}

/** A phone that rings under these tags, as if behind a proxy that forks. */
async function ringing(call: CallOut, ...tags: string[]): Promise<void> {
  for (const tag of tags) {
    call.phone.respond(call.invite, { status: 180, tag });
    await call.provisional(180);
  }
}

describe("an early dialog of the application (RFC 3261 12.3, 15)", () => {
  it("ended by BYE: the INVITE is cancelled too, and its 487 goes to the application", async () => {
    const world = await startWorld();
    const call = await callOut(world);
    await ringing(call, "callee1");
    inEarlyDialog(call, "BYE");
    const cancel = await call.phone.method("CANCEL");
    expect(branchOf(cancel)).toBe(branchOf(call.invite));
    const bye = await call.phone.method("BYE");
    expect(tagIn(bye, "To")).toBe("callee1");
    call.phone.respond(bye, { status: 200 });
    call.phone.respond(call.invite, { status: 487, tag: "callee1" });
    expect(await failureOf(call.outcome)).toMatchObject({ status: 487 });
    await call.phone.method("ACK");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("ended by BYE and answered all the same: ACK and BYE, and a local 487 for the application", async () => {
    const world = await startWorld();
    const call = await callOut(world);
    await ringing(call, "callee1");
    inEarlyDialog(call, "BYE");
    call.phone.respond(await call.phone.method("BYE"), { status: 481 });
    call.phone.respond(call.invite, { status: 200, tag: "callee1", body: SDP });
    expect(await failureOf(call.outcome)).toMatchObject({ status: 487, res: { source_address: "" } });
    const ack = await call.phone.method("ACK");
    expect(cseqOf(ack)).toBe(cseqOf(call.invite));
    expect(field(await call.phone.method("BYE"), "Reason")).toContain("487");
    call.phone.respond(call.invite, { status: 200, tag: "callee1", body: SDP });
    expect(cseqOf(await call.phone.method("ACK"))).toBe(cseqOf(call.invite));
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("of one branch ended by BYE leaves the other branches ringing", async () => {
    const call = await callOut(await startWorld());
    await ringing(call, "fork1", "fork2");
    inEarlyDialog(call, "BYE", { To: `${field(call.invite, "To")};tag=fork1` });
    const bye = await call.phone.method("BYE");
    expect(tagIn(bye, "To")).toBe("fork1");
    call.phone.respond(bye, { status: 200 });
    call.phone.respond(call.invite, { status: 200, tag: "fork2", body: SDP });
    expect((await call.outcome).sip.remoteTag).toBe("fork2");
    expect(call.phone.count("CANCEL")).toBe(0);
  });

  it("takes UPDATE to the branch that the application names", async () => {
    const call = await callOut(await startWorld());
    await ringing(call, "fork1", "fork2");
    inEarlyDialog(call, "UPDATE", { To: `${field(call.invite, "To")};tag=fork1` });
    expect(tagIn(await call.phone.method("UPDATE"), "To")).toBe("fork1");
    inEarlyDialog(call, "INFO");
    expect(tagIn(await call.phone.method("INFO"), "To")).toBe("fork2");
  });

  it("in which the callee says BYE too soon still ends by its answer to the INVITE", async () => {
    const world = await startWorld();
    const call = await callOut(world);
    await ringing(call, "callee1");
    call.phone.request({ ...call.inDialog, method: "BYE", fromTag: "callee1", cseq: 1 });
    await call.phone.inbox.take((text) => text.includes("CSeq: 1 BYE"), "an answer to the BYE");
    call.phone.respond(call.invite, { status: 487, tag: "callee1" });
    expect(await failureOf(call.outcome)).toMatchObject({ status: 487 });
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("cannot be known from a provisional answer without To tag", async () => {
    const call = await callOut(await startWorld());
    call.phone.respond(call.invite, { status: 180 });
    await call.provisional(180);
    const stackDialogId = `${field(call.invite, "Call-ID")};from-tag=${tagIn(call.invite, "From")}`;
    const error = await new Promise<Error | null>((resolve) =>
      call.srf.request("sip:placeholder", { method: "INFO", stackDialogId }, resolve),
    );
    expect(error).toMatchObject({ code: "ENODIALOG" });
  });
});

describe("answers to INVITE that make no call (RFC 3261 13.2.2.4)", () => {
  it("a 2xx other than 200 is acknowledged at the application's word, and ended", async () => {
    const world = await startWorld();
    const call = await callOut(world);
    call.phone.respond(call.invite, { status: 202, tag: "callee1", body: SDP });
    expect(await failureOf(call.outcome)).toMatchObject({ status: 202 });
    await call.phone.method("ACK");
    await call.phone.method("BYE");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("a 200 without Contact is acknowledged at the application's word, and ended", async () => {
    const world = await startWorld();
    const call = await callOut(world);
    const copied = ["Via", "From", "Call-ID", "CSeq"].map((name) => `${name}: ${field(call.invite, name)}`);
    call.phone.send(
      ["SIP/2.0 200 OK", ...copied, `To: ${field(call.invite, "To")};tag=x`, "", ""].join("\r\n"),
    );
    expect(await failureOf(call.outcome)).toMatchObject({ status: 500 });
    await call.phone.method("ACK");
    await call.phone.method("BYE");
    expect(world.edge.counts().dialogs).toBe(0);
  });
});

describe("CANCEL races (RFC 3261 9.1)", () => {
  it("a CANCEL after the final answer is refused", async () => {
    const call = await callOut(await startWorld());
    call.phone.respond(call.invite, { status: 486, tag: "callee1" });
    await failureOf(call.outcome);
    const { promise, resolve } = Promise.withResolvers<Error | null>();
    const stackTxnId = call.request.stackTxnId;
    call.srf.request("sip:callee@127.0.0.1", { method: "CANCEL", stackTxnId }, resolve);
    expect((await promise)?.message).toMatch(/^unable to cancel unknown transaction id: /);
    expect(call.phone.count("CANCEL")).toBe(0);
  });

  it("a CANCEL held while nothing was heard goes nowhere when the INVITE is refused at once", async () => {
    const call = await callOut(await startWorld());
    call.request.cancel();
    call.phone.respond(call.invite, { status: 486, tag: "callee1" });
    expect(await failureOf(call.outcome)).toMatchObject({ status: 486 });
    await call.phone.method("ACK");
    expect(call.phone.count("CANCEL")).toBe(0);
  });

  it("an answer that overtakes a held CANCEL is acknowledged and ended", async () => {
    const call = await callOut(await startWorld());
    await new Promise<void>((resolve) => {
      const { stackTxnId } = call.request;
      call.srf.request("sip:callee@127.0.0.1", { method: "CANCEL", stackTxnId }, () => resolve());
    });
    call.phone.respond(call.invite, { status: 200, tag: "callee1", body: SDP });
    const over = destroyed(await call.outcome);
    await call.phone.method("ACK");
    expect(field(await call.phone.method("BYE"), "Reason")).toContain("cancel race condition");
    expect(await over).toBe("ACK-BYE due to cancel race condition");
    expect(call.phone.count("CANCEL")).toBe(0);
  });
});

describe("an early dialog of the caller (RFC 3261 15.1.2)", () => {
  it("ended by the caller's BYE: 487 to the INVITE, and the application answers the BYE", async () => {
    const world = await startWorld();
    const call = await callIn(world);
    call.srf.use("bye", (_req, res) => res.send(200));
    call.res.send(180);
    const ring = await call.phone.status(180);
    call.phone.request({ ...call.inDialog(ring), method: "BYE", cseq: 2 });
    expect(field(await call.phone.status(487), "CSeq")).toBe("1 INVITE");
    expect(field(await call.phone.status(200), "CSeq")).toBe("2 BYE");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("a BYE that the application leaves unanswered is cleaned up after 32 s", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const call = await callIn(world);
    const heard = new Promise((resolve) => call.srf.use("bye", resolve));
    call.res.send(180);
    const ring = await call.phone.status(180);
    call.phone.request({ ...call.inDialog(ring), method: "BYE", cseq: 2 });
    await heard;
    clock.advance(32_000);
    clock.advance(32_000);
    expect(world.edge.counts().serverTransactions).toBe(0);
  });
});
