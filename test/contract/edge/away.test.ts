import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import {
  answered,
  called,
  calling,
  EVENTS_AFTER_MS,
  NamedApp,
  successorIn,
  talking,
} from "./support/handover.ts";
import { bodyOf, branchOf, field, SDP } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

/** A server with time turned by hand, an application that takes calls, and a phone. */
async function open(tags = "app:centre") {
  const clock = new ManualClock();
  const world = await startWorld(clock);
  const app = await NamedApp.open(world, tags);
  await app.takes("invite", "options", "message");
  const phone = await world.udpPhone();
  return {
    clock,
    world,
    app,
    phone,
    successor: () => successorIn(world, clock),
  };
}

describe("a request inside a dialog whose application is lost", () => {
  it.each([
    ["INFO", 200, true],
    ["NOTIFY", 200, true],
    ["MESSAGE", 202, true],
    ["PRACK", 481, false],
    ["OPTIONS", 200, false],
    ["INVITE", 500, false],
    ["UPDATE", 500, false],
    ["REFER", 500, false],
    ["SUBSCRIBE", 500, false],
    ["TELEPORT", 500, false],
  ])("%s is answered %i at once; a successor hears of it: %s", async (method, status, told) => {
    const { app, phone, successor } = await open();
    const { inDialog, dialogId } = await talking(app, phone, "meanwhile");
    await app.die();
    phone.request({ ...inDialog, method, cseq: 2 });
    const answer = await phone.status(status);
    expect(field(answer, "CSeq")).toBe(`2 ${method}`);
    if (status === 500) expect(Number(field(answer, "Retry-After"))).toBeGreaterThan(0);
    if (method === "OPTIONS") expect(field(answer, "Allow")).toContain("INVITE");
    const { heir, answer: adopted } = await successor();
    expect(adopted).toBe(`OK|1|0|${told ? 1 : 0}`);
    if (told) expect((await heir.next(method)).dialogId).toBe(dialogId);
  });

  it("BYE is answered 200 and told; what the successor answers goes nowhere", async () => {
    const { app, phone, world, successor } = await open();
    const { inDialog, dialogId } = await talking(app, phone, "bye");
    await app.die();
    phone.request({ ...inDialog, method: "BYE", cseq: 2 });
    await phone.status(200);
    expect(world.edge.counts()).toMatchObject({ dialogs: 0, estates: 1 });
    const heir = await NamedApp.open(world);
    expect(await heir.list()).toMatchObject([{ kind: "dialog", id: dialogId, ended: true, waiting: 1 }]);
    const adopter = await successor();
    const bye = await adopter.heir.next("BYE");
    expect(bye.dialogId).toBe(dialogId);
    expect(await adopter.heir.respond(bye.transactionId, 200)).toContain("SIP/2.0 200 OK\r\n");
    expect(await adopter.heir.respond(bye.transactionId, 200)).toMatch(/^NOK\|/);
    expect(phone.count("SIP/2.0 200")).toBe(2);
    expect(world.edge.counts().estates).toBe(0);
  });

  it("is answered so too where the application had it, and was lost before it answered", async () => {
    const { app, phone, successor } = await open();
    const { inDialog } = await talking(app, phone, "unanswered");
    const other = await talking(app, phone, "unanswered-too");
    phone.request({ ...inDialog, method: "BYE", cseq: 2 });
    phone.request({ ...other.inDialog, method: "INVITE", cseq: 2, body: SDP });
    await app.next("BYE");
    await app.next("INVITE");
    await app.die();
    expect(field(await phone.status(200), "CSeq")).toBe("2 BYE");
    expect(field(await phone.status(500), "CSeq")).toBe("2 INVITE");
    const { heir, answer } = await successor();
    expect(answer).toBe("OK|2|0|1");
    expect((await heir.next("BYE")).dialogId).toBe("unanswered;from-tag=caller1");
  });

  it("that crosses one of the same kind, or our own INVITE, is refused as ever", async () => {
    const { app, phone } = await open();
    const { inDialog, dialogId } = await talking(app, phone, "glare");
    await app.request(dialogId, "INVITE");
    await phone.method("INVITE");
    await app.die();
    phone.request({ ...inDialog, method: "INVITE", cseq: 2, body: SDP });
    await phone.status(491);
  });
});

describe("a call being set up whose application is lost", () => {
  it("keeps ringing; the successor gets the INVITE under its id, and may answer it", async () => {
    const { app, phone, successor } = await open();
    phone.request({ method: "INVITE", callId: "ringing", body: SDP });
    const { transactionId } = await app.next("INVITE");
    await app.respond(transactionId, 180);
    const ringing = await phone.status(180);
    await app.die();
    const { heir, answer } = await successor();
    expect(answer).toBe("OK|1|1|1");
    const again = await heir.next("INVITE");
    expect(again).toMatchObject({ transactionId, dialogId: "" });
    expect(bodyOf(again.text)).toBe(SDP);
    await heir.respond(transactionId, 200, SDP);
    expect(field(await phone.status(200), "To")).toBe(field(ringing, "To"));
  });

  it("and whose caller gives up: 200 to CANCEL, 487 to INVITE; the successor gets both in order", async () => {
    const { app, phone, world, successor } = await open();
    const invite = phone.request({ method: "INVITE", callId: "given-up", body: SDP });
    const { transactionId } = await app.next("INVITE");
    await app.respond(transactionId, 180);
    await app.die();
    phone.request({ method: "CANCEL", callId: "given-up", branch: branchOf(invite) });
    expect(field(await phone.status(200), "CSeq")).toBe("1 CANCEL");
    const refused = await phone.status(487);
    phone.request({ method: "ACK", callId: "given-up", to: field(refused, "To"), branch: branchOf(invite) });
    const { heir } = await successor();
    for (const method of ["INVITE", "CANCEL"])
      expect((await heir.next(method)).transactionId).toBe(transactionId);
    const methods = heir.client.inbox.all.flatMap((text) => /\r\n(INVITE|CANCEL) /.exec(text)?.[1] ?? []);
    expect(methods).toEqual(["INVITE", "CANCEL"]);
    expect(world.edge.counts()).toMatchObject({ dialogs: 0, estates: 0 });
  });

  it("with a 200 that waits for its ACK: the ACK stops the repeats and is told", async () => {
    const { app, phone, clock, successor } = await open();
    const { inDialog, transactionId, dialogId } = await answered(app, phone, "ack");
    await app.die();
    clock.advance(500);
    await phone.status(200);
    phone.request({ method: "ACK", ...inDialog });
    phone.request({ ...inDialog, method: "OPTIONS", cseq: 2 });
    await phone.status(200);
    const { heir } = await successor();
    expect(await heir.next("ACK")).toMatchObject({ transactionId, dialogId });
    clock.advance(4_000);
    phone.request({ ...inDialog, method: "BYE", cseq: 3 });
    await heir.next("BYE");
    expect(phone.count("SIP/2.0 200")).toBe(3);
  });

  it.each(["after", "before"])(
    "that is answered 200 %s the loss: repeats are absorbed, the successor gets it and acknowledges",
    async (when) => {
      const { app, phone, successor } = await open();
      const { invite, dialogId, transactionId } = await calling(app, phone, "late");
      const ok = { status: 200, tag: "agent", body: SDP };
      if (when === "before") {
        phone.respond(invite, ok);
        await app.next("SIP/2.0 200");
      }
      await app.die();
      phone.respond(invite, ok);
      phone.respond(invite, ok);
      const inDialog = { callId: "late", fromTag: "agent", to: field(invite, "From") };
      phone.request({ ...inDialog, method: "OPTIONS" });
      await phone.status(200);
      expect(phone.count("ACK ")).toBe(0);
      const { heir, answer } = await successor();
      expect(answer).toBe("OK|1|1|1");
      expect(await heir.next("SIP/2.0 200")).toMatchObject({ transactionId, dialogId });
      await heir.request(dialogId, "ACK");
      expect(field(await phone.method("ACK"), "CSeq")).toMatch(/^\d+ ACK$/);
    },
  );

  it("and goes on ringing at the other end: the successor gets what was said, and may cancel it", async () => {
    const { app, phone, successor } = await open();
    const { invite, transactionId, branch } = await calling(app, phone, "their-ringing");
    await app.die();
    phone.respond(invite, { status: 180, tag: "agent" });
    phone.respond(invite, { status: 183, tag: "agent" });
    phone.request({
      method: "OPTIONS",
      callId: "their-ringing",
      fromTag: "agent",
      to: field(invite, "From"),
    });
    await phone.status(200);
    const { heir } = await successor();
    await heir.next("SIP/2.0 180");
    await heir.next("SIP/2.0 183");
    await heir.client.command(
      `sip|${transactionId}|\r\nCANCEL sip:agent@127.0.0.1:${phone.place.port} SIP/2.0\r\n\r\n`,
    );
    expect(branchOf(await phone.method("CANCEL"))).toBe(branch);
  });
});

describe("a new request while an application is lost", () => {
  it("is answered 503 with Retry-After where nobody else takes it", async () => {
    const { app, phone } = await open();
    await talking(app, phone, "kept");
    phone.request({ method: "REGISTER" });
    expect(field(await phone.status(503), "Retry-After")).toBe("");
    await app.die();
    phone.request({ method: "INVITE", body: SDP });
    expect(Number(field(await phone.status(503), "Retry-After"))).toBeGreaterThan(0);
  });

  it("goes to another application that takes it", async () => {
    const { app, phone, world } = await open();
    await talking(app, phone, "kept");
    await app.die();
    const other = await (await NamedApp.open(world, "app:another")).takes("invite");
    phone.request({ method: "INVITE", body: SDP });
    await other.next("INVITE");
  });

  it("that was unanswered when it was lost goes to the successor, who may answer it", async () => {
    const { app, phone, successor } = await open();
    phone.request({ method: "MESSAGE" });
    await app.next("MESSAGE");
    await app.die();
    const { heir } = await successor();
    await heir.respond((await heir.next("MESSAGE")).transactionId, 202);
    await phone.status(202);
  });
});

describe("what waited", () => {
  it("is told in the order it came, after the answer to adopt, before what comes then", async () => {
    const { app, phone, world, clock } = await open();
    const calls = [await talking(app, phone, "one"), await called(app, phone, "two")];
    await app.die();
    for (const [at, call] of [...calls, ...calls].entries()) {
      phone.request({ ...call.inDialog, method: "INFO", cseq: 2 + at, headers: [`X-At: ${at}`] });
      await phone.status(200);
    }
    const heir = await NamedApp.open(world);
    expect(await heir.adopt("all")).toBe("OK|2|0|4");
    const { serverTransactions } = world.edge.counts();
    phone.request({ ...calls[0]?.inDialog, method: "INFO", cseq: 9, headers: ["X-At: 4"] });
    await expect.poll(() => world.edge.counts().serverTransactions).toBe(serverTransactions + 1);
    expect(await heir.client.command("ping")).toBe("OK|pong");
    expect(heir.client.inbox.count((text) => text.includes("INFO "))).toBe(0);
    clock.advance(EVENTS_AFTER_MS);
    for (const _ of [0, 1, 2, 3, 4]) await heir.next("INFO");
    const order = heir.client.inbox.all.flatMap((text) => /X-At: (\d)/.exec(text)?.[1] ?? []);
    expect(order).toEqual(["0", "1", "2", "3", "4"]);
  });
});
