import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { type CallIn, callIn, callOut, contactOf, cseqOf, destroyed } from "./support/calls.ts";
import { bodyOf, branchOf, field, fields, SDP, tagIn } from "./support/sip-text.ts";
import type { SrfRequest } from "./support/srf.ts";
import { startWorld } from "./support/world.ts";

const RELIABLY = { headers: { Require: "100rel" } };
const CAN = { headers: ["Supported: timer, 100rel"] };

/** Acknowledges a reliable answer; `rseq` where it is to be another one's number. */
function prack(
  { phone, inDialog }: CallIn,
  answer: string,
  cseq: number,
  rseq = field(answer, "RSeq"),
): void {
  phone.request({ ...inDialog(answer), method: "PRACK", cseq, headers: [`RAck: ${rseq} 1 INVITE`] });
}

describe("reliable provisional responses of the server (RFC 3262 3)", () => {
  it("carry RSeq, Require and Contact; their PRACK goes to the application, and its answer back", async () => {
    const call = await callIn(await startWorld(), CAN);
    const acknowledged = new Promise<SrfRequest>((resolve) => {
      call.res.send(183, { headers: { Require: "100rel", RSeq: "7" }, body: SDP }, undefined, resolve);
    });
    const progress = await call.phone.status(183);
    expect(field(progress, "Require")).toBe("100rel");
    expect(Number(field(progress, "RSeq"))).toBeGreaterThan(7);
    expect(contactOf(progress)).toMatch(/^sip:127\.0\.0\.1:\d+$/);
    expect(bodyOf(progress)).toBe(SDP);
    prack(call, progress, 2);
    expect((await acknowledged).get("RAck")).toBe(`${field(progress, "RSeq")} 1 INVITE`);
    expect(field(await call.phone.status(200), "CSeq")).toBe("2 PRACK");
  });

  it("are acknowledged as well by a RAck with words behind the method", async () => {
    const call = await callIn(await startWorld(), CAN);
    call.res.send(180, RELIABLY);
    const ringing = await call.phone.status(180);
    const rack = `RAck: ${field(ringing, "RSeq")} 1 INVITE INVITE`;
    call.phone.request({ ...call.inDialog(ringing), method: "PRACK", cseq: 2, headers: [rack] });
    expect(field(await call.phone.status(200), "CSeq")).toBe("2 PRACK");
  });

  it("are repeated after T1, then twice as long each time, until their PRACK", async () => {
    const clock = new ManualClock();
    const call = await callIn(await startWorld(clock), CAN);
    call.res.send(180, RELIABLY);
    const ringing = await call.phone.status(180);
    for (const wait of [500, 1_000, 2_000, 4_000, 8_000]) {
      clock.advance(wait);
      expect(await call.phone.status(180)).toBe(ringing);
    }
    prack(call, ringing, 2);
    await call.phone.status(200);
    clock.advance(30_000);
    call.phone.request({ method: "BYE" });
    await call.phone.status(481);
    expect(call.phone.count("SIP/2.0 180")).toBe(6);
  });

  it("without a PRACK in 32 s have the INVITE rejected with 504, and the application told by a CANCEL", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const call = await callIn(world, CAN);
    const cancelled = new Promise<SrfRequest>((resolve) => call.req.once("cancel", resolve));
    call.res.send(180, RELIABLY);
    await call.phone.status(180);
    clock.advance(32_000);
    expect(field(await call.phone.status(504), "CSeq")).toBe("1 INVITE");
    expect((await cancelled).get("Reason")).toContain('text="PRACK timeout"');
    const late = await new Promise((resolve) => call.res.send(200, {}, resolve));
    expect(late).toBe("Response not sent due to unknown transaction");
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("wait for one another, with RSeq counting up", async () => {
    const call = await callIn(await startWorld(), CAN);
    call.res.send(180, RELIABLY);
    const both = new Promise((resolve) => call.res.send(183, RELIABLY, resolve));
    const ringing = await call.phone.status(180);
    await both;
    expect(call.phone.count("SIP/2.0 183")).toBe(0);
    prack(call, ringing, 2);
    const progress = await call.phone.status(183);
    expect(Number(field(progress, "RSeq"))).toBe(Number(field(ringing, "RSeq")) + 1);
  });

  it("answer 481 to a PRACK that acknowledges nothing open", async () => {
    const call = await callIn(await startWorld(), CAN);
    call.res.send(180, RELIABLY);
    const ringing = await call.phone.status(180);
    prack(call, ringing, 2, "1");
    expect(field(await call.phone.status(481), "CSeq")).toBe("2 PRACK");
    prack(call, ringing, 3);
    await call.phone.status(200);
    prack(call, ringing, 4);
    expect(field(await call.phone.status(481), "CSeq")).toBe("4 PRACK");
  });

  it("are refused to the application where the caller does not know them, and nothing is sent", async () => {
    const call = await callIn(await startWorld());
    const error = await new Promise((resolve) => call.res.send(183, RELIABLY, resolve));
    expect(error).toBe("Remote endpoint does not support 100rel");
    call.res.send(486);
    await call.phone.status(486);
    expect(call.phone.count("SIP/2.0 183")).toBe(0);
  });

  it("are used without being asked for where the caller requires them", async () => {
    const call = await callIn(await startWorld(), { headers: ["Require: 100rel"] });
    call.res.send(180);
    const ringing = await call.phone.status(180);
    expect(field(ringing, "Require")).toBe("100rel");
    expect(field(ringing, "RSeq")).toMatch(/^\d+$/);
  });

  it("are not used for a caller that only supports them, unless asked for", async () => {
    const call = await callIn(await startWorld(), CAN);
    call.res.send(180);
    expect(fields(await call.phone.status(180), "RSeq")).toEqual([]);
  });

  it("with a session description hold the 2xx back until their PRACK has been answered", async () => {
    const call = await callIn(await startWorld(), CAN);
    call.res.send(183, { ...RELIABLY, body: SDP });
    const progress = await call.phone.status(183);
    const dialog = await call.srf.createUAS(call.req, call.res, { localSdp: SDP });
    expect(call.phone.count("SIP/2.0 200")).toBe(0);
    prack(call, progress, 2);
    expect(field(await call.phone.status(200), "CSeq")).toBe("2 PRACK");
    const ok = await call.phone.status(200);
    expect(field(ok, "CSeq")).toBe("1 INVITE");
    expect(fields(ok, "RSeq")).toEqual([]);
    const acked = new Promise((resolve) => dialog.once("ack", resolve));
    call.phone.request({ ...call.inDialog(ok), method: "ACK" });
    await acked;
  });

  it("without one do not hold the 2xx back, and their PRACK is still taken after it", async () => {
    const call = await callIn(await startWorld(), CAN);
    call.res.send(180, RELIABLY);
    const ringing = await call.phone.status(180);
    await call.srf.createUAS(call.req, call.res, { localSdp: SDP });
    expect(field(await call.phone.status(200), "CSeq")).toBe("1 INVITE");
    prack(call, ringing, 2);
    await call.phone.inbox.take(
      (text) => text.includes("CSeq: 2 PRACK") && text.startsWith("SIP/2.0 200"),
      "200",
    );
  });

  it("whose 2xx is still held when the caller cancels: 487, and the application's call is ended", async () => {
    const world = await startWorld();
    const call = await callIn(world, CAN);
    call.res.send(183, { ...RELIABLY, body: SDP });
    await call.phone.status(183);
    const over = destroyed(await call.srf.createUAS(call.req, call.res, { localSdp: SDP }));
    const { phone, invite } = call;
    phone.request({ method: "CANCEL", branch: branchOf(invite), callId: field(invite, "Call-ID") });
    await phone.status(487);
    expect(await over).toBe("Request Terminated");
    expect(phone.count("BYE")).toBe(0);
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it("whose 2xx is still held when the application hangs up: the INVITE is refused", async () => {
    const world = await startWorld();
    const call = await callIn(world, CAN);
    call.res.send(183, { ...RELIABLY, body: SDP });
    await call.phone.status(183);
    const dialog = await call.srf.createUAS(call.req, call.res, { localSdp: SDP });
    await dialog.destroy();
    await call.phone.status(480);
    expect(call.phone.count("BYE")).toBe(0);
    expect(world.edge.counts().dialogs).toBe(0);
  });
});

const RELIABLE = (rseq: number, ...more: string[]) => ["Require: 100rel", `RSeq: ${rseq}`, ...more];

describe("reliable provisional responses to the application (RFC 3262 4)", () => {
  it("create a dialog in which its PRACK goes out, with RAck, to the Contact they gave", async () => {
    const call = await callOut(await startWorld());
    const proxy = `<sip:127.0.0.1:${call.phone.place.port};lr>`;
    call.phone.respond(call.invite, {
      status: 183,
      tag: "callee1",
      body: SDP,
      headers: RELIABLE(5, `Record-Route: ${proxy}`),
    });
    const prack = await call.phone.method("PRACK");
    expect(prack.startsWith(`PRACK sip:callee@127.0.0.1:${call.phone.place.port} SIP/2.0`)).toBe(true);
    expect(field(prack, "RAck")).toBe(`5 ${field(call.invite, "CSeq")}`);
    expect(field(prack, "Route")).toBe(proxy);
    expect(tagIn(prack, "To")).toBe("callee1");
    expect(cseqOf(prack)).toBe(cseqOf(call.invite) + 1);
    call.phone.respond(prack, { status: 200 });
    call.phone.respond(call.invite, { status: 200, tag: "callee1", body: SDP });
    await call.outcome;
    expect(cseqOf(await call.phone.method("ACK"))).toBe(cseqOf(call.invite));
  });

  it("are told once: repeats, and those that come out of order, are dropped", async () => {
    const call = await callOut(await startWorld());
    const say = (status: number, rseq: number) =>
      call.phone.respond(call.invite, { status, tag: "callee1", headers: RELIABLE(rseq) });
    say(180, 5);
    await call.phone.method("PRACK");
    say(180, 5);
    say(183, 7);
    say(181, 6);
    expect(field(await call.phone.method("PRACK"), "RAck")).toMatch(/^6 /);
    expect(call.phone.count("PRACK")).toBe(2);
  });

  it("of several branches are each acknowledged in their own dialog, whatever their numbers", async () => {
    const call = await callOut(await startWorld());
    for (const tag of ["fork1", "fork2"]) {
      const copied = ["Via", "From", "Call-ID", "CSeq"].map((name) => `${name}: ${field(call.invite, name)}`);
      call.phone.send(
        [
          "SIP/2.0 183 Progress",
          ...copied,
          `To: ${field(call.invite, "To")};tag=${tag}`,
          ...RELIABLE(1),
          `Contact: <sip:${tag}@127.0.0.1:${call.phone.place.port}>`,
          "",
          "",
        ].join("\r\n"),
      );
    }
    for (const tag of ["fork1", "fork2"]) {
      const prack = await call.phone.method("PRACK");
      expect(tagIn(prack, "To")).toBe(tag);
      expect(prack.startsWith(`PRACK sip:${tag}@`)).toBe(true);
      call.phone.respond(prack, { status: 200 });
    }
    call.phone.respond(call.invite, { status: 200, tag: "fork2", body: SDP });
    expect((await call.outcome).sip.remoteTag).toBe("fork2");
  });

  it("cannot be acknowledged without RAck", async () => {
    const call = await callOut(await startWorld());
    call.phone.respond(call.invite, { status: 180, tag: "callee1" });
    await call.provisional(180);
    const stackDialogId = `${field(call.invite, "Call-ID")};from-tag=${tagIn(call.invite, "From")}`;
    const error = await new Promise<Error | null>((resolve) =>
      call.srf.request("sip:placeholder", { method: "PRACK", stackDialogId }, resolve),
    );
    expect(error?.message).toBe("missing RAck");
  });
});

describe("reliable provisional responses on both sides of a back-to-back call (RFC 3262)", () => {
  it("are acknowledged on each side by itself, and the call is answered", async () => {
    const world = await startWorld();
    const caller = await callIn(world, CAN);
    const agent = await world.udpPhone();
    const joined = caller.srf.createB2BUA(caller.req, caller.res, `sip:1001@127.0.0.1:${agent.place.port}`, {
      headers: { Require: "100rel" },
      proxyResponseHeaders: ["require"],
    });
    const offer = await agent.method("INVITE");
    agent.respond(offer, { status: 183, tag: "agent", headers: RELIABLE(1), body: SDP });
    const agentPrack = await agent.method("PRACK");
    agent.respond(agentPrack, { status: 200 });
    const progress = await caller.phone.status(183);
    expect(field(progress, "Require")).toBe("100rel");
    prack(caller, progress, 2);
    expect(field(await caller.phone.status(200), "CSeq")).toBe("2 PRACK");
    agent.respond(offer, { status: 200, tag: "agent", body: SDP });
    expect(field(await caller.phone.status(200), "CSeq")).toBe("1 INVITE");
    const { uas, uac } = await joined;
    expect(uas.id).not.toBe(uac.id);
    await agent.method("ACK");
  });
});
