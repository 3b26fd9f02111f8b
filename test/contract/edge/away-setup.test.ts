import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { calling, linesOf, NamedApp, successorIn, talking } from "./support/handover.ts";
import { uriOf } from "./support/proxying.ts";
import { field, fields, SDP } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

const RELIABLY = "Require: 100rel";
const OURS = SDP.replace("4000", "6000");

/** A server that keeps calls for a minute, an application that takes calls, and a phone. */
async function open() {
  const clock = new ManualClock();
  const world = await startWorld(clock, { adoptionSeconds: 60 });
  const app = await (await NamedApp.open(world)).takes("invite");
  const phone = await world.udpPhone();
  return {
    clock,
    world,
    app,
    phone,
    successor: () => successorIn(world, clock),
  };
}

/** A phone's call that the application answered 183 reliably; the 183 is not acknowledged yet. */
async function progressing({ app, phone }: Awaited<ReturnType<typeof open>>, callId: string, body = SDP) {
  phone.request({ method: "INVITE", callId, body, headers: ["Supported: 100rel"] });
  const { transactionId } = await app.next("INVITE");
  await app.respond(transactionId, 183, OURS, RELIABLY);
  const progress = await phone.status(183);
  const inDialog = { callId, to: field(progress, "To") };
  const prack = (answer = "") =>
    phone.request({
      ...inDialog,
      method: "PRACK",
      cseq: 2,
      headers: [`RAck: ${field(progress, "RSeq")} 1 INVITE`],
      body: answer,
    });
  return { transactionId, inDialog, prack };
}

describe("a reliable provisional answer whose application is lost (RFC 3262)", () => {
  it("is repeated until its PRACK, which is answered 200 and told", async () => {
    const all = await open();
    const { prack } = await progressing(all, "prack");
    await all.app.die();
    all.clock.advance(500);
    await all.phone.status(183);
    prack();
    expect(field(await all.phone.status(200), "CSeq")).toBe("2 PRACK");
    const { heir } = await all.successor();
    await heir.next("INVITE");
    expect((await heir.next("PRACK")).dialogId).toBe("prack;from-tag=caller1");
  });

  it("with an offer gets its answer by PRACK: the successor finds both session descriptions", async () => {
    const all = await open();
    const { prack } = await progressing(all, "offer", "");
    await all.app.die();
    prack(SDP);
    await all.phone.status(200);
    const heir = await NamedApp.open(all.world);
    const lines = linesOf(await heir.client.command("list"));
    expect(lines).toContainEqual(expect.objectContaining({ localSdp: OURS, remoteSdp: SDP }));
  });

  it("holds back a 200 that was already given: it follows the PRACK, and its call is the successor's", async () => {
    const all = await open();
    const { transactionId, inDialog, prack } = await progressing(all, "held");
    await all.app.respond(transactionId, 200, OURS);
    await all.app.die();
    const [dialog, transaction] = await (await NamedApp.open(all.world)).list();
    expect(dialog).toMatchObject({ state: "confirmed", waiting: 0 });
    expect(transaction).toMatchObject({ id: transactionId, state: "ended", waiting: 0 });
    prack();
    expect(field(await all.phone.status(200), "CSeq")).toBe("2 PRACK");
    expect(field(await all.phone.status(200), "CSeq")).toBe("1 INVITE");
    all.phone.request({ ...inDialog, method: "ACK" });
    all.phone.request({ ...inDialog, method: "OPTIONS", cseq: 3 });
    await all.phone.status(200);
    const { heir, answer } = await all.successor();
    expect(answer).toBe("OK|1|1|1");
    expect((await heir.next("ACK")).transactionId).toBe(transactionId);
    await heir.request("held;from-tag=caller1", "BYE");
    await all.phone.method("BYE");
  });

  it("without a PRACK in 32 s: 504, and the successor gets the INVITE and its CANCEL", async () => {
    const all = await open();
    const { transactionId } = await progressing(all, "no-prack");
    await all.app.die();
    all.clock.advance(32_000);
    expect(field(await all.phone.status(504), "CSeq")).toBe("1 INVITE");
    const { heir } = await all.successor();
    expect((await heir.next("INVITE")).transactionId).toBe(transactionId);
    const cancel = await heir.next("CANCEL");
    expect(cancel.transactionId).toBe(transactionId);
    expect(field(cancel.text, "Reason")).toContain("PRACK timeout");
    expect(all.world.edge.counts().dialogs).toBe(0);
  });
});

describe("a reliable provisional answer to our INVITE", () => {
  it("that the lost application had and did not acknowledge is told once more, and acknowledged", async () => {
    const { app, phone, world, successor } = await open();
    const { invite, dialogId } = await calling(app, phone, "ours");
    const progress = { status: 183, tag: "agent", headers: [RELIABLY, "RSeq: 1"], body: SDP };
    phone.respond(invite, progress);
    await app.next("SIP/2.0 183");
    await app.die();
    phone.respond(invite, progress);
    phone.respond(invite, progress);
    const heir = await NamedApp.open(world);
    await expect
      .poll(async () => (await heir.list()).find(({ kind }) => kind === "dialog"))
      .toMatchObject({ state: "early", waiting: 1 });
    const next = await successor();
    await next.heir.next("SIP/2.0 183");
    const cseq = field(invite, "CSeq");
    await next.heir.request(dialogId, "PRACK", `RAck: 1 ${cseq}\r\n`);
    expect(field(await phone.method("PRACK"), "RAck")).toBe(`1 ${cseq}`);
    expect(next.heir.client.inbox.count((text) => text.includes("SIP/2.0 183"))).toBe(1);
  });
});

describe("a 200 to our INVITE that nobody acknowledges", () => {
  it("is acknowledged and ended after 32 s; the successor gets the 200 and the end", async () => {
    const { app, phone, world, clock, successor } = await open();
    const { invite, dialogId } = await calling(app, phone, "no-ack");
    phone.respond(invite, { status: 200, tag: "agent", body: SDP });
    await app.next("SIP/2.0 200");
    await app.die();
    clock.advance(32_000);
    await phone.method("ACK");
    phone.respond(await phone.method("BYE"), { status: 200 });
    const heir = await NamedApp.open(world);
    expect((await heir.list())[0]).toMatchObject({ id: dialogId, ended: true, waiting: 2 });
    const next = await successor();
    await next.heir.next("SIP/2.0 200");
    const bye = await next.heir.next("BYE");
    expect(bye).toMatchObject({ transactionId: "unsolicited", dialogId });
    expect(field(bye.text, "Reason")).toContain("No ACK from the application");
  });
});

describe("a request that the lost application let pass", () => {
  it("stays with the proxy: it is nothing to adopt, and its answers reach the caller", async () => {
    const { app, phone, world } = await open();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await talking(app, phone, "kept");
    caller.request({ method: "INVITE", callId: "passed", body: SDP });
    const { transactionId, text } = await app.next("INVITE");
    const line = /INVITE (\S+) SIP/.exec(text)?.[1] ?? "";
    app.client.send(
      `proxy|${transactionId}|remainInDialog|fullResponse||serial|||${uriOf(agent)}\r\nINVITE ${line} SIP/2.0\r\n\r\n`,
    );
    const invite = await agent.method("INVITE");
    await app.die();
    expect(await (await NamedApp.open(world)).list()).toMatchObject([{ kind: "dialog", callId: "kept" }]);
    agent.respond(invite, { status: 180, tag: "agent" });
    await caller.status(180);
    agent.respond(invite, { status: 200, tag: "agent", body: OURS });
    expect(fields(await caller.status(200), "Record-Route")).toHaveLength(1);
    expect(world.edge.counts()).toMatchObject({ dialogs: 1, estates: 1, proxied: 0 });
  });
});
