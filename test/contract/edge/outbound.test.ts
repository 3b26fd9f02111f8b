import { describe, expect, it } from "vitest";
import { type OutboundRule, parseRules } from "../../../src/edge/control/outbound/rules.ts";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { makeCertificate } from "./support/certificate.ts";
import { ControlClient } from "./support/control-client.ts";
import { deadPort, listenForServer } from "./support/dialled-app.ts";
import { Inbox } from "./support/inbox.ts";
import type { UdpPhone } from "./support/phones.ts";
import { field, SDP } from "./support/sip-text.ts";
import { listeningSrf, type SrfDialog, type SrfRequest } from "./support/srf.ts";
import { SECRET, startWorld } from "./support/world.ts";

function rules(text: string): readonly OutboundRule[] {
  const parsed = parseRules(text);
  if (!parsed.ok) throw new Error(parsed.faults.join());
  return parsed.rules;
}

describe("dialling the application", () => {
  it("happens for each request of a method that a rule names; the request follows the OK", async () => {
    const app = await listenForServer();
    const outboundRoutes = rules(`MESSAGE=tcp://127.0.0.1:${app.port}`);
    const world = await startWorld(undefined, { outboundRoutes });
    const phone = await world.udpPhone();
    for (const callId of ["first", "second"]) {
      phone.request({ method: "MESSAGE", callId });
      const client = await app.next();
      expect(await client.command(`authenticate|${SECRET}|`)).toMatch(/^OK\|udp\/127/);
      const { line, text } = await client.sip();
      expect(text).toContain(`\r\nCall-ID: ${callId}\r\n`);
      expect(client.inbox.all.map((frame) => frame.split("|")[1])).toEqual(["response", "sip"]);
      await client.command(`sip|${line.split("|")[8] ?? ""}|\r\nSIP/2.0 200 OK\r\n\r\n`);
      await phone.status(200);
    }
  });

  it("leaves other methods to those that registered, unless a rule with a star takes them", async () => {
    const [special, general] = [await listenForServer(), await listenForServer()];
    const named = `MESSAGE=tcp://127.0.0.1:${special.port}`;
    for (const [text, expected] of [
      [named, "registered"],
      [`${named} *=tcp://127.0.0.1:${general.port}`, "dialled"],
    ] as const) {
      const world = await startWorld(undefined, { outboundRoutes: rules(text) });
      const registered = await ControlClient.authenticated(world.edge.controlPort);
      for (const verb of ["options", "message"]) await registered.command(`route|${verb}`);
      const phone = await world.udpPhone();
      phone.request({ method: "MESSAGE" });
      await special.next();
      phone.request({ method: "OPTIONS" });
      if (expected === "registered") await registered.sip();
      else await general.next();
      expect(registered.inbox.count((frame) => frame.includes("MESSAGE sip:"))).toBe(0);
    }
  });

  it("that is refused, or meets a wrong secret, is answered 480", async () => {
    const app = await listenForServer();
    const outboundRoutes = rules(
      `INVITE=tcp://127.0.0.1:${await deadPort()} MESSAGE=tcp://127.0.0.1:${app.port}`,
    );
    const world = await startWorld(undefined, { outboundRoutes });
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE" });
    await phone.status(480);
    phone.request({ method: "MESSAGE" });
    const client = await app.next();
    expect(await client.command("authenticate|wrong|")).toBe("NO|incorrect secret");
    await phone.status(480);
    expect(client.inbox.count((frame) => frame.includes("|sip|"))).toBe(0);
  });

  it("that meets silence, or a certificate that is not trusted, is answered 480", async () => {
    const clock = new ManualClock();
    const silent = await listenForServer();
    const tls = await makeCertificate();
    const { port } = await listeningSrf(SECRET, () => undefined, { cert: tls.cert, key: tls.key });
    const outboundRoutes = rules(`INVITE=tcp://127.0.0.1:${silent.port} MESSAGE=tls://127.0.0.1:${port}`);
    const world = await startWorld(clock, { outboundRoutes });
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE" });
    const client = await silent.next();
    clock.advance(4_999);
    expect(phone.count("SIP/2.0 480")).toBe(0);
    clock.advance(1);
    await phone.status(480);
    await client.closed;
    phone.request({ method: "MESSAGE" });
    await phone.status(480);
  });

  it("goes on for a caller who gives up meanwhile, and then shows the application nothing", async () => {
    const app = await listenForServer();
    const world = await startWorld(undefined, { outboundRoutes: rules(`*=tcp://127.0.0.1:${app.port}`) });
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE", callId: "gone", branch: "z9hG4bKgone" });
    const client = await app.next();
    phone.request({ method: "CANCEL", callId: "gone", branch: "z9hG4bKgone" });
    await phone.status(487);
    await client.command(`authenticate|${SECRET}|`);
    expect(await client.command("ping")).toBe("OK|pong");
    expect(client.inbox.count((frame) => frame.includes("|sip|"))).toBe(0);
  });

  it("is bounded: where too many are being dialled the next is answered 503", async () => {
    const app = await listenForServer();
    const world = await startWorld(undefined, {
      outboundRoutes: rules(`*=tcp://127.0.0.1:${app.port}`),
      controlLimits: { pendingChoices: 1 },
    });
    const phone = await world.udpPhone();
    phone.request({ method: "MESSAGE", callId: "one" });
    const client = await app.next();
    phone.request({ method: "MESSAGE", callId: "two" });
    expect(field(await phone.status(503), "Call-ID")).toBe("two");
    await client.command(`authenticate|${SECRET}|`);
    await client.sip();
    phone.request({ method: "MESSAGE", callId: "three" });
    await app.next();
  });
});

describe("a dialled connection", () => {
  it("stays while its dialog lives, and is closed some time after", async () => {
    const clock = new ManualClock();
    const app = await listenForServer();
    const world = await startWorld(clock, { outboundRoutes: rules(`*=tcp://127.0.0.1:${app.port}`) });
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE", callId: "talk" });
    const client = await app.next();
    await client.command(`authenticate|${SECRET}|`);
    const { line } = await client.sip();
    await client.command(`sip|${line.split("|")[8] ?? ""}|\r\nSIP/2.0 200 OK\r\n\r\n`);
    const ok = await phone.status(200);
    phone.request({ method: "ACK", callId: "talk", to: field(ok, "To") });
    await client.sip((_line, text) => text.startsWith("ACK "));
    clock.advance(120_000);
    expect([world.edge.counts().apps, world.edge.counts().dialogs]).toEqual([1, 1]);
    phone.request({ method: "BYE", callId: "talk", cseq: 2, to: field(ok, "To") });
    const bye = await client.sip((_line, text) => text.startsWith("BYE "));
    clock.advance(20_000);
    expect(await client.command("ping")).toBe("OK|pong");
    await client.command(`sip|${bye.line.split("|")[8] ?? ""}|\r\nSIP/2.0 200 OK\r\n\r\n`);
    clock.advance(10_000);
    await client.closed;
    await expect.poll(() => world.edge.counts().apps).toBe(0);
    clock.advance(64_000);
    expect(clock.waiting).toBe(0);
  });

  it("is kept where the application registers for more, and then takes that too", async () => {
    const clock = new ManualClock();
    const app = await listenForServer();
    const world = await startWorld(clock, { outboundRoutes: rules(`MESSAGE=tcp://127.0.0.1:${app.port}`) });
    const phone = await world.udpPhone();
    phone.request({ method: "MESSAGE" });
    const client = await app.next();
    await client.command(`authenticate|${SECRET}|`);
    const { line } = await client.sip();
    await client.command(`sip|${line.split("|")[8] ?? ""}|\r\nSIP/2.0 200 OK\r\n\r\n`);
    await client.command("route|options");
    clock.advance(60_000);
    phone.request({ method: "OPTIONS" });
    expect((await client.sip()).text).toMatch(/^OPTIONS /);
    await client.command("remove_route|options");
  });
});

describe("an application that leaves", () => {
  it("is out of turn with its last word, before its connection is wholly closed", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const [leaving, staying] = [
      await ControlClient.authenticated(world.edge.controlPort),
      await ControlClient.authenticated(world.edge.controlPort),
    ];
    for (const app of [leaving, staying]) await app.command("route|options");
    leaving.end();
    await leaving.closed;
    for (const callId of ["a", "b"]) {
      phone.request({ method: "OPTIONS", callId });
      expect((await staying.sip()).text).toContain(`Call-ID: ${callId}`);
    }
  });
});

describe("drachtio-srf that listens", () => {
  it.each(["tcp", "tls"] as const)(
    "over %s is dialled, answers, and ends the session itself",
    async (protocol) => {
      const tls = await makeCertificate();
      const calls = new Inbox<{ readonly req: SrfRequest; readonly dialog: SrfDialog }>();
      const { srf, port } = await listeningSrf(
        SECRET,
        (app) => {
          app.use("invite", (req, res) => {
            void app.createUAS(req, res, { localSdp: SDP }).then((dialog) => calls.put({ req, dialog }));
          });
        },
        protocol === "tls" ? { cert: tls.cert, key: tls.key } : undefined,
      );
      const outboundRoutes = rules(`INVITE=${protocol}://127.0.0.1:${port}`);
      const world = await startWorld(undefined, { outboundRoutes, outboundCa: tls.certFile });
      const phone = await world.udpPhone();
      for (const callId of ["first", "second"]) phone.request({ method: "INVITE", callId, body: SDP });
      const both = [await calls.take(() => true, "a call"), await calls.take(() => true, "a second call")];
      expect(world.edge.counts().apps).toBe(2);
      for (const { req, dialog } of both) {
        const { callId } = dialog.sip;
        const to = field(await okOf(phone, callId), "To");
        phone.request({ method: "ACK", callId, to });
        const destroyed = new Promise((resolve) => dialog.once("destroy", resolve));
        phone.request({ method: "BYE", callId, cseq: 2, to });
        await destroyed;
        srf.endSession(req);
      }
      await expect.poll(() => world.edge.counts().apps).toBe(0);
      expect(world.edge.counts().dialogs).toBe(0);
    },
  );

  it("that does not take the method answers 404 and closes", async () => {
    const { port } = await listeningSrf(SECRET, () => undefined);
    const world = await startWorld(undefined, { outboundRoutes: rules(`*=tcp://127.0.0.1:${port}`) });
    const phone = await world.udpPhone();
    phone.request({ method: "OPTIONS" });
    await phone.status(404);
    await expect.poll(() => world.edge.counts().apps).toBe(0);
  });
});

async function okOf(phone: UdpPhone, callId: string): Promise<string> {
  return phone.inbox.take(
    (text) => text.startsWith("SIP/2.0 200") && field(text, "Call-ID") === callId,
    `a 200 to ${callId}`,
  );
}
