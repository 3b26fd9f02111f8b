import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { bodyOf, branchOf, field, fields, newBranch, requestText, SDP, tagIn } from "./support/sip-text.ts";
import type { SipMessage, SrfDialog, SrfRequest, SrfResponse } from "./support/srf.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";

/** Answers a call: the phone's INVITE is answered by the application and acknowledged. */
async function answeredCall(world: World) {
  const app = await appTaking(world, "invite");
  const phone = await world.udpPhone();
  const invite = phone.request({ method: "INVITE", body: SDP });
  const { req, res } = await app.next("invite");
  const dialog = await app.srf.createUAS(req, res, { localSdp: SDP });
  const ok = await phone.status(200);
  const acked = new Promise((resolve) => dialog.once("ack", resolve));
  const inDialog = { callId: field(invite, "Call-ID"), to: field(ok, "To"), uri: uriOf(ok) };
  phone.request({ ...inDialog, method: "ACK", cseq: 1 });
  await acked;
  return { ...app, phone, invite, ok, dialog, inDialog };
}

function uriOf(message: string): string {
  return /<([^>]+)>/.exec(field(message, "Contact"))?.[1] ?? "";
}

async function destroyed(dialog: SrfDialog): Promise<string> {
  return new Promise((resolve) => dialog.once("destroy", (_bye: unknown, reason: string) => resolve(reason)));
}

describe("answering INVITE (RFC 3261 13.3, 17.2.1)", () => {
  it("sends 100 at once, then the application's 180 and 200, and passes on ACK and BYE", async () => {
    const world = await startWorld();
    const { next, srf } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    phone.request({
      method: "INVITE",
      callId: "story-1",
      body: SDP,
      headers: ["Record-Route: <sip:127.0.0.1:9;lr>"],
    });
    expect(tagIn(await phone.status(100), "To")).toBe("");
    const { req, res } = await next("invite");
    expect(req.protocol).toBe("udp");
    expect(req.source_port).toBe(phone.place.port);
    expect(req.get("Via")).toContain(`rport=${phone.place.port};received=127.0.0.1`);
    res.send(180);
    const ringing = await phone.status(180);
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    const ok = await phone.status(200);
    expect(tagIn(ok, "To")).toBe(tagIn(ringing, "To"));
    expect(field(ok, "Record-Route")).toBe("<sip:127.0.0.1:9;lr>");
    expect(field(ok, "Contact")).toBe(`<sip:127.0.0.1:${world.edge.sipPort}>`);
    expect(bodyOf(ok)).toBe(SDP);
    expect(dialog.id).toBe("story-1;from-tag=caller1");
    expect(dialog.sip.localTag).toBe(tagIn(ok, "To"));
    const acked = new Promise((resolve) => dialog.once("ack", resolve));
    const inDialog = { callId: "story-1", to: field(ok, "To"), uri: uriOf(ok) };
    phone.request({ ...inDialog, method: "ACK" });
    await acked;
    const over = destroyed(dialog);
    phone.request({ ...inDialog, method: "BYE", cseq: 2 });
    await phone.status(200);
    expect(await over).toBe("normal release");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("sends the application's BYE to the caller's Contact along the route set", async () => {
    const world = await startWorld();
    const { phone, dialog, ok } = await answeredCall(world);
    const done = dialog.destroy();
    const bye = await phone.method("BYE");
    expect(bye.split("\r\n", 1)[0]).toBe(`BYE sip:caller@127.0.0.1:${phone.place.port} SIP/2.0`);
    expect(tagIn(bye, "From")).toBe(tagIn(ok, "To"));
    expect(tagIn(bye, "To")).toBe("caller1");
    phone.respond(bye, { status: 200 });
    await done;
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("sends a request through a loose route, and to a strict router with itself as Request-URI", async () => {
    for (const [parameter, kind] of [
      [";lr", "loose"],
      ["", "strict"],
    ] as const) {
      const world = await startWorld();
      const { next, srf } = await appTaking(world, "invite");
      const phone = await world.udpPhone();
      const proxy = await world.udpPhone();
      const route = `<sip:127.0.0.1:${proxy.place.port}${parameter}>`;
      phone.request({ method: "INVITE", body: SDP, headers: [`Record-Route: ${route}`] });
      const { req, res } = await next("invite");
      const dialog = await srf.createUAS(req, res, { localSdp: SDP });
      const ended = dialog.destroy();
      const bye = await proxy.method("BYE");
      const contact = `sip:caller@127.0.0.1:${phone.place.port}`;
      expect(bye.startsWith(`BYE ${kind === "loose" ? contact : route.slice(1, -1)} SIP/2.0`)).toBe(true);
      expect(fields(bye, "Route")).toEqual([kind === "loose" ? route : `<${contact}>`]);
      proxy.respond(bye, { status: 200 });
      await ended;
    }
  });

  it("swallows a repeated INVITE before the answer, and repeats the last response after it", async () => {
    const world = await startWorld();
    const { next, arrivals } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    const invite = phone.request({ method: "INVITE", body: SDP });
    const { res } = await next("invite");
    phone.send(invite);
    res.send(183);
    await phone.status(183);
    phone.send(invite);
    await phone.status(183);
    expect(arrivals.all).toHaveLength(1);
  });

  it.each([486, 603])("passes on %i and absorbs its ACK", async (status) => {
    const world = await startWorld();
    const { next, arrivals } = await appTaking(world, "invite", "ack");
    const phone = await world.udpPhone();
    const branch = newBranch();
    const invite = phone.request({ method: "INVITE", branch, body: SDP });
    const { res } = await next("invite");
    res.send(status);
    const refusal = await phone.status(status);
    phone.request({ method: "ACK", branch, callId: field(invite, "Call-ID"), to: field(refusal, "To") });
    phone.request({ method: "BYE", callId: field(invite, "Call-ID"), to: field(refusal, "To"), cseq: 2 });
    await phone.status(481);
    expect(arrivals.all).toHaveLength(1);
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("repeats a 486 by timer G until its ACK comes", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { next } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    const branch = newBranch();
    const invite = phone.request({ method: "INVITE", branch });
    (await next("invite")).res.send(486);
    const refusal = await phone.status(486);
    clock.advance(500);
    await phone.status(486);
    clock.advance(1000);
    await phone.status(486);
    phone.request({ method: "ACK", branch, callId: field(invite, "Call-ID"), to: field(refusal, "To") });
    phone.request({ method: "BYE", callId: "fence" });
    await phone.status(481);
    clock.advance(10_000);
    phone.request({ method: "BYE", callId: "fence2" });
    await phone.status(481);
    expect(phone.count("SIP/2.0 486")).toBe(3);
  });

  it("uses the To tag an application chose", async () => {
    const world = await startWorld();
    const { next } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE" });
    (await next("invite")).res.send(180, { headers: { To: "<sip:x@y>;tag=chosen" } });
    expect(tagIn(await phone.status(180), "To")).toBe("chosen");
  });

  it("answers a second path of the same INVITE 482", async () => {
    const world = await startWorld();
    const { next, arrivals } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    const invite = phone.request({ method: "INVITE" });
    await next("invite");
    phone.request({ method: "INVITE", callId: field(invite, "Call-ID") });
    await phone.status(482);
    expect(arrivals.all).toHaveLength(1);
  });

  it("forgets an INVITE the application never answers after 64 s, without a response", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { next } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE" });
    const { res } = await next("invite");
    clock.advance(64_000);
    const error = await new Promise((resolve) => res.send(200, {}, resolve));
    expect(error).toBe("Response not sent due to unknown transaction");
    expect(phone.inbox.all).toHaveLength(1);
  });
});

describe("2xx and ACK (RFC 3261 13.3.1.4)", () => {
  it("repeats the 200 at 0.5, 1.5, 3.5, 7.5 s and then every 4 s until the ACK", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { next, srf } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    const invite = phone.request({ method: "INVITE", body: SDP });
    const { req, res } = await next("invite");
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    const ok = await phone.status(200);
    for (const wait of [500, 1000, 2000, 4000, 4000]) {
      clock.advance(wait - 1);
      clock.advance(1);
      expect(await phone.status(200)).toBe(ok);
    }
    const acked = new Promise((resolve) => dialog.once("ack", resolve));
    phone.request({ method: "ACK", callId: field(invite, "Call-ID"), to: field(ok, "To") });
    await acked;
    clock.advance(20_000);
    phone.request({ method: "BYE" });
    await phone.status(481);
    expect(phone.count("SIP/2.0 200")).toBe(6);
  });

  it("ends a call whose ACK never comes: BYE to the caller, the same BYE to the application", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { next, srf } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE", body: SDP });
    const { req, res } = await next("invite");
    const over = destroyed(await srf.createUAS(req, res, { localSdp: SDP }));
    clock.advance(32_000);
    const bye = await phone.method("BYE");
    expect(field(bye, "Reason")).toContain('text="ACK timeout"');
    expect(await over).toBe("ACK timeout");
    phone.respond(bye, { status: 200 });
    expect(world.edge.counts().dialogs).toBe(0);
  });
});

describe("CANCEL from the caller (RFC 3261 9.2)", () => {
  it.each([
    ["before", false],
    ["after", true],
  ])(
    "%s a provisional answer: 200 to CANCEL, 487 to INVITE, and the application is told",
    async (_when, ring) => {
      const world = await startWorld();
      const { next } = await appTaking(world, "invite");
      const phone = await world.udpPhone();
      const invite = phone.request({ method: "INVITE", body: SDP });
      const { req, res } = await next("invite");
      const cancelled = new Promise((resolve) => req.once("cancel", resolve));
      if (ring) {
        res.send(180);
        await phone.status(180);
      }
      phone.request({ method: "CANCEL", branch: branchOf(invite), callId: field(invite, "Call-ID") });
      const ok = await phone.status(200);
      const terminated = await phone.status(487);
      expect(field(ok, "CSeq")).toBe("1 CANCEL");
      expect(tagIn(ok, "To")).toBe(tagIn(terminated, "To"));
      await cancelled;
      const late = await new Promise((resolve) => res.send(200, {}, resolve));
      expect(late).toBe("Response not sent due to unknown transaction");
      expect(world.edge.counts().dialogs).toBe(0);
    },
  );

  it("after the 200, or for nothing known, gets 481 and changes nothing", async () => {
    const world = await startWorld();
    const { phone, invite } = await answeredCall(world);
    phone.request({ method: "CANCEL", branch: branchOf(invite), callId: field(invite, "Call-ID") });
    await phone.status(481);
    phone.request({ method: "CANCEL" });
    await phone.status(481);
    expect(world.edge.counts().dialogs).toBe(1);
  });
});

describe("requests inside a dialog (RFC 3261 12.2.2)", () => {
  it("passes a re-INVITE to the dialog, repeats its 200 and passes on its ACK", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { phone, dialog, inDialog } = await answeredCall(world);
    const held = SDP.replace("t=0 0", "t=0 0\r\na=inactive");
    const modified = new Promise<SrfResponse>((resolve) => {
      dialog.once("modify", (_req: SrfRequest, res: SrfResponse) => resolve(res));
    });
    phone.request({ ...inDialog, method: "INVITE", cseq: 2, body: held });
    (await modified).send(200, { body: SDP });
    const ok = await phone.status(200);
    expect(field(ok, "CSeq")).toBe("2 INVITE");
    expect(field(ok, "Contact")).toContain(`:${world.edge.sipPort}>`);
    clock.advance(500);
    expect(await phone.status(200)).toBe(ok);
    const acked = new Promise((resolve) => dialog.once("ack", resolve));
    phone.request({ ...inDialog, method: "ACK", cseq: 2 });
    await acked;
  });

  it.each(["INFO", "OPTIONS", "MESSAGE", "REFER", "NOTIFY", "UPDATE"])(
    "passes on %s and its answer",
    async (method) => {
      const world = await startWorld();
      const { phone, dialog, inDialog } = await answeredCall(world);
      dialog.once(method.toLowerCase(), (req: SrfRequest, res: SrfResponse) =>
        res.send(202, { body: req.body }),
      );
      phone.request({ ...inDialog, method, cseq: 2, headers: ["Event: refer"], body: "v=0 Signal=5" });
      const answer = await phone.status(202);
      expect(bodyOf(answer)).toBe("v=0 Signal=5");
      expect(field(answer, "To")).toBe(inDialog.to);
    },
  );

  it("sends the application's requests with a CSeq that counts up", async () => {
    const world = await startWorld();
    const { phone, dialog } = await answeredCall(world);
    const numbers: number[] = [];
    for (const method of ["INFO", "OPTIONS", "MESSAGE"]) {
      const answered = dialog.request({ method });
      const request = await phone.method(method);
      numbers.push(Number.parseInt(field(request, "CSeq"), 10));
      phone.respond(request, { status: 200 });
      expect((await answered).status).toBe(200);
    }
    const [first = 0] = numbers;
    expect(numbers).toEqual([first, first + 1, first + 2]);
  });

  it("re-INVITEs at the application's wish, and acknowledges the answer", async () => {
    const world = await startWorld();
    const { phone, dialog } = await answeredCall(world);
    const modified = dialog.modify(SDP);
    const invite = await phone.method("INVITE");
    expect(field(invite, "Contact")).toContain(`:${world.edge.sipPort}>`);
    phone.respond(invite, { status: 200, body: SDP });
    expect(await modified).toBe(SDP);
    const ack = await phone.method("ACK");
    expect(field(ack, "CSeq")).toBe(field(invite, "CSeq").replace("INVITE", "ACK"));
  });

  it("answers a re-INVITE that crosses its own 491, and one on top of another 500", async () => {
    const world = await startWorld();
    const { phone, dialog, inDialog } = await answeredCall(world);
    const modified = dialog.modify(SDP);
    const own = await phone.method("INVITE");
    phone.request({ ...inDialog, method: "INVITE", cseq: 2, body: SDP });
    await phone.status(491);
    phone.respond(own, { status: 200, body: SDP });
    await modified;
    dialog.once("modify", () => undefined);
    phone.request({ ...inDialog, method: "INVITE", cseq: 3, body: SDP });
    await phone.status(100);
    phone.request({ ...inDialog, method: "INVITE", cseq: 4, body: SDP });
    expect(field(await phone.status(500), "Retry-After")).toMatch(/^\d+$/);
  });

  it("answers 481 to what no dialog knows", async () => {
    const world = await startWorld();
    await appTaking(world, "invite", "bye", "update", "refer");
    const phone = await world.udpPhone();
    for (const method of ["BYE", "UPDATE", "PRACK", "REFER"]) {
      phone.request({ method, to: "<sip:98668@127.0.0.1>;tag=unknown" });
      await phone.status(481);
    }
    phone.request({ method: "INVITE", to: "<sip:98668@127.0.0.1>;tag=unknown" });
    await phone.status(100);
    await phone.status(481);
  });

  it("cancels its own re-INVITE that is still pending when the application hangs up", async () => {
    const world = await startWorld();
    const { phone, dialog } = await answeredCall(world);
    dialog.modify(SDP).catch(() => undefined);
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 100 });
    const ended = dialog.destroy();
    expect(branchOf(await phone.method("CANCEL"))).toBe(branchOf(invite));
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
  });

  it("leaves a call ringing whose application is gone; the caller can still cancel it", async () => {
    const world = await startWorld();
    const { srf, next } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    const invite = phone.request({ method: "INVITE", body: SDP });
    (await next("invite")).res.send(180);
    await phone.status(180);
    srf.disconnect();
    await expect.poll(() => world.edge.counts().apps).toBe(0);
    phone.request({ method: "CANCEL", branch: branchOf(invite), callId: field(invite, "Call-ID") });
    await phone.status(200);
    await phone.status(487);
  });

  it("reaches a caller behind NAT where it called from, not where its Contact says", async () => {
    const world = await startWorld();
    const { srf, next } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    const invite = requestText(phone.place, { method: "INVITE", body: SDP });
    phone.send(invite.replace(/Contact: .*/, "Contact: <sip:caller@10.1.2.3:5060>"));
    const { req, res } = await next("invite");
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    const ended = dialog.destroy();
    const bye = await phone.method("BYE");
    expect(bye.startsWith("BYE sip:caller@10.1.2.3:5060 SIP/2.0")).toBe(true);
    phone.respond(bye, { status: 200 });
    await ended;
  });

  it("answers 481 once the application's connection is gone", async () => {
    const world = await startWorld();
    const { phone, srf, inDialog } = await answeredCall(world);
    const apps = world.edge.counts().apps;
    srf.disconnect();
    await expect.poll(() => world.edge.counts().apps).toBe(apps - 1);
    phone.request({ ...inDialog, method: "BYE", cseq: 2 });
    await phone.status(481);
    expect(world.edge.counts().dialogs).toBe(0);
  });
});

describe("requests that start something new (RFC 3261 8.2)", () => {
  it("answers 503 where no application takes the method, an INVITE after a 100", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    phone.request({ method: "OPTIONS" });
    await phone.status(503);
    phone.request({ method: "INVITE" });
    await phone.status(100);
    await phone.status(503);
  });

  it.each(["OPTIONS", "MESSAGE", "INFO", "NOTIFY", "SUBSCRIBE", "PUBLISH"])(
    "passes on %s and its answer",
    async (method) => {
      const world = await startWorld();
      const { next } = await appTaking(world, method.toLowerCase());
      const phone = await world.udpPhone();
      phone.request({ method, headers: ["Event: presence"] });
      const { req, res } = await next(method);
      const sent = await new Promise<SipMessage>((resolve) =>
        res.send(202, {}, (_error, message) => resolve(message)),
      );
      const answer = await phone.status(202);
      expect(sent.get("To")).toBe(field(answer, "To"));
      expect(req.get("Call-ID")).toBe(field(answer, "Call-ID"));
    },
  );

  it("takes applications in turn", async () => {
    const world = await startWorld();
    const takers = [await appTaking(world, "options"), await appTaking(world, "options")];
    const phone = await world.udpPhone();
    for (const { next } of [...takers, ...takers]) {
      phone.request({ method: "OPTIONS" });
      (await next("options")).res.send(200);
      await phone.status(200);
    }
    expect(takers.map(({ arrivals }) => arrivals.all.length)).toEqual([2, 2]);
  });

  it("answers 405 to a REFER outside a dialog and 501 to a method nobody knows", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    phone.request({ method: "REFER" });
    expect(field(await phone.status(405), "Allow")).toContain("INVITE");
    phone.request({ method: "TELEPORT" });
    await phone.status(501);
  });
});
