import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { ControlClient } from "./support/control-client.ts";
import { Inbox } from "./support/inbox.ts";
import type { UdpPhone } from "./support/phones.ts";
import { field, SDP } from "./support/sip-text.ts";
import { commandsRead } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";

const TIME = expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{6}$/);

/** An application that takes calls and records, and a phone. */
async function recorded(world: World) {
  const app = await ControlClient.authenticated(world.edge.controlPort);
  for (const verb of ["invite", "cdr:attempt", "cdr:start", "cdr:stop"]) await app.command(`route|${verb}`);
  return { app, phone: await world.udpPhone() };
}

/** The application answers the INVITE it is sent. */
async function respond(app: ControlClient, statusLine: string): Promise<void> {
  const { line } = await app.sip((_line, text) => text.startsWith("INVITE "));
  await app.command(`sip|${line.split("|")[8] ?? ""}|\r\nSIP/2.0 ${statusLine}\r\n\r\n`);
}

/** The application calls the phone; its command is answered before anything else comes. */
async function place(app: ControlClient, phone: UdpPhone): Promise<{ id: string; invite: string }> {
  const answer = await app.command(`sip||\r\nINVITE sip:a@127.0.0.1:${phone.place.port} SIP/2.0\r\n\r\n`);
  return { id: answer.split("|")[7] ?? "", invite: await phone.method("INVITE") };
}

describe("records of calls from the network", () => {
  it("begin with the attempt as it was received, and end at once where nobody takes calls", async () => {
    const world = await startWorld();
    const app = await ControlClient.authenticated(world.edge.controlPort);
    for (const verb of ["cdr:attempt", "cdr:stop"]) await app.command(`route|${verb}`);
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE", callId: "unwanted", headers: ["X-Kept: As-It-Is"] });
    const attempt = await app.record("attempt");
    expect(attempt.fields).toEqual(["cdr:attempt", "network", TIME]);
    expect(attempt.text).toMatch(/^INVITE .*\r\nX-Kept: As-It-Is\r\n/s);
    const stop = await app.record("stop");
    expect(stop.fields).toEqual(["cdr:stop", "application", TIME, "call-rejected"]);
    expect(stop.text).toBe(await phone.status(503));
  });

  it("tell of a refusal by the application with the response as sent", async () => {
    const { app, phone } = await recorded(await startWorld());
    phone.request({ method: "INVITE" });
    await respond(app, "486 Busy Here");
    const { fields, text } = await app.record("stop");
    expect(fields).toEqual(["cdr:stop", "application", TIME, "call-rejected"]);
    expect(text).toBe(await phone.status(486));
    expect(app.inbox.count((frame) => frame.includes("|cdr:start|"))).toBe(0);
  });

  it("tell of a caller who gives up with the CANCEL, and of nothing more", async () => {
    const { app, phone } = await recorded(await startWorld());
    const invite = phone.request({ method: "INVITE", callId: "given-up", branch: "z9hG4bKgivenup" });
    await respond(app, "180 Ringing");
    phone.request({ method: "CANCEL", callId: "given-up", branch: "z9hG4bKgivenup" });
    const { fields, text } = await app.record("stop");
    expect(fields).toEqual(["cdr:stop", "network", TIME, "call-canceled"]);
    expect(text).toContain("\r\nCSeq: 1 CANCEL\r\n");
    await phone.status(487);
    phone.request({ method: "ACK", callId: field(invite, "Call-ID"), branch: "z9hG4bKgivenup" });
    await app.command("ping");
    expect(app.inbox.count((frame) => frame.includes("|cdr:stop|"))).toBe(1);
  });

  it("tell of the answer as uas, and of the end by the BYE of either side, once", async () => {
    const { app, phone } = await recorded(await startWorld());
    for (const [callId, ends] of [
      ["caller-ends", "network"],
      ["callee-ends", "application"],
    ] as const) {
      phone.request({ method: "INVITE", callId });
      await respond(app, "200 OK");
      const start = await app.record("start");
      expect(start.fields).toEqual(["cdr:start", "application", TIME, "uas"]);
      const ok = await phone.status(200);
      expect(start.text).toBe(ok);
      phone.request({ method: "ACK", callId, to: field(ok, "To") });
      if (ends === "network") phone.request({ method: "BYE", callId, cseq: 2, to: field(ok, "To") });
      else await app.command(`sip||${callId};from-tag=caller1\r\nBYE sip:placeholder SIP/2.0\r\n\r\n`);
      const stop = await app.record("stop");
      expect(stop.fields).toEqual(["cdr:stop", ends, TIME, "normal-release"]);
      expect(stop.text).toMatch(/^BYE /);
    }
  });

  it("do not tell of re-INVITEs", async () => {
    const { app, phone } = await recorded(await startWorld());
    phone.request({ method: "INVITE", callId: "held" });
    await respond(app, "200 OK");
    const ok = await phone.status(200);
    phone.request({ method: "ACK", callId: "held", to: field(ok, "To") });
    phone.request({ method: "INVITE", callId: "held", cseq: 2, to: field(ok, "To"), body: SDP });
    await respond(app, "488 Not Acceptable Here");
    await phone.status(488);
    const count = (kind: string) => app.inbox.count((frame) => frame.includes(`|cdr:${kind}|`));
    expect(["attempt", "start", "stop"].map(count)).toEqual([1, 1, 0]);
  });

  it("end where the server ends the call since no ACK came, and where the application never answered", async () => {
    const clock = new ManualClock();
    const { app, phone } = await recorded(await startWorld(clock));
    phone.request({ method: "INVITE", callId: "no-ack" });
    await respond(app, "200 OK");
    await app.record("start");
    clock.advance(32_000);
    expect((await app.record("stop")).fields.slice(1)).toEqual([
      "application",
      TIME,
      "system-initiated-termination",
    ]);
    phone.request({ method: "INVITE", callId: "no-answer" });
    await app.sip((_line, text) => text.includes("\r\nCall-ID: no-answer\r\n"));
    clock.advance(64_000);
    const { fields, text } = await app.record("stop");
    expect(fields.slice(1)).toEqual(["application", TIME, "system-error-initiated-termination"]);
    expect(text).toContain("\r\nCall-ID: no-answer\r\n");
  });
});

describe("records of calls that an application places", () => {
  it("tell of attempt, answer and end, as uac", async () => {
    const { app, phone } = await recorded(await startWorld());
    const { invite } = await place(app, phone);
    const attempt = await app.record("attempt");
    expect(attempt.fields).toEqual(["cdr:attempt", "application", TIME]);
    expect(attempt.text).toBe(invite);
    phone.respond(invite, { status: 200, tag: "callee1" });
    const start = await app.record("start");
    expect(start.fields).toEqual(["cdr:start", "network", TIME, "uac"]);
    expect(start.text).toMatch(/^SIP\/2\.0 200 /);
    phone.respond(invite, { status: 200, tag: "callee1" });
    const id = `${field(invite, "Call-ID")};from-tag=${/tag=([^;\s]+)/.exec(field(invite, "From"))?.[1] ?? ""}`;
    await app.command(`sip||${id}\r\nACK sip:placeholder SIP/2.0\r\n\r\n`);
    await app.command(`sip||${id}\r\nBYE sip:placeholder SIP/2.0\r\n\r\n`);
    expect((await app.record("stop")).fields).toEqual(["cdr:stop", "application", TIME, "normal-release"]);
    expect(app.inbox.count((frame) => frame.includes("|cdr:start|"))).toBe(1);
  });

  it("tell of a refusal, of one after CANCEL, and of one made here", async () => {
    const clock = new ManualClock();
    const { app, phone } = await recorded(await startWorld(clock));
    const refused = await place(app, phone);
    phone.respond(refused.invite, { status: 404, tag: "callee1" });
    expect((await app.record("stop")).fields.slice(1)).toEqual(["network", TIME, "call-rejected"]);
    const cancelled = await place(app, phone);
    phone.respond(cancelled.invite, { status: 180, tag: "callee1" });
    await app.sip((_line, text) => text.startsWith("SIP/2.0 180"));
    await app.command(`sip|${cancelled.id}|\r\nCANCEL sip:a@127.0.0.1 SIP/2.0\r\n\r\n`);
    phone.respond(cancelled.invite, { status: 487, tag: "callee1" });
    expect((await app.record("stop")).fields.slice(1)).toEqual(["network", TIME, "call-canceled"]);
    await place(app, phone);
    clock.advance(32_000);
    const { fields, text } = await app.record("stop");
    expect(fields.slice(1)).toEqual(["network", TIME, "call-rejected"]);
    expect(text).toMatch(/^SIP\/2\.0 408 /);
  });
});

describe("records", () => {
  it("go to the registered applications in turn, each kind for itself", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const apps = [
      await ControlClient.authenticated(world.edge.controlPort),
      await ControlClient.authenticated(world.edge.controlPort),
    ] as const;
    for (const app of apps) await app.command("route|cdr:attempt");
    await apps[1].command("route|cdr:stop");
    for (const [turn, app] of [apps[0], apps[1], apps[0]].entries()) {
      phone.request({ method: "INVITE", callId: `call-${turn}` });
      expect((await app.record("attempt")).text).toContain(`\r\nCall-ID: call-${turn}\r\n`);
      await apps[1].record("stop");
    }
  });

  it("are read by drachtio-srf as it announces them: source, time, role or reason, message", async () => {
    const world = await startWorld();
    const heard = new Inbox<readonly unknown[]>();
    const srf = await world.app();
    for (const kind of ["attempt", "start", "stop"])
      srf.on(`cdr:${kind}`, (...args: unknown[]) => heard.put([kind, ...args]));
    srf.use("invite", (_req, res) => res.send(603));
    await commandsRead(world, srf);
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE", callId: "library" });
    const attempt = await heard.take(([kind]) => kind === "attempt", "an attempt");
    expect(attempt.slice(1)).toEqual(["network", TIME, expect.objectContaining({ method: "INVITE" })]);
    const stop = await heard.take(([kind]) => kind === "stop", "a stop");
    expect(stop.slice(1)).toEqual([
      "application",
      TIME,
      "call-rejected",
      expect.objectContaining({ status: 603 }),
    ]);
  });
});
