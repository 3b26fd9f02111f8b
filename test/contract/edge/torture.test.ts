import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ControlClient } from "./support/control-client.ts";
import type { TcpPhone, UdpPhone } from "./support/phones.ts";
import { bodyOf, field, fields, newBranch, responseText } from "./support/sip-text.ts";
import { startWorld, type World } from "./support/world.ts";
import { TORTURE, tortureBytes, wholeMessage } from "./torture/table.ts";

const METHODS = ["invite", "register", "options", "message", "info", "notify", "subscribe", "publish"];

async function appTakingAll(world: World): Promise<ControlClient> {
  const app = await ControlClient.authenticated(world.edge.controlPort);
  for (const method of METHODS) await app.command(`route|${method}`);
  return app;
}

/** What the application got until a request that is sent now, that one left out: SIP as byte strings. */
async function passedOn(app: ControlClient, phone: UdpPhone | TcpPhone): Promise<string[]> {
  const callId = newBranch();
  phone.request({ method: "OPTIONS", callId });
  await app.sip((_line, text) => field(text, "Call-ID") === callId);
  return app.payloads
    .map((payload) => payload.toString("latin1"))
    .filter((text) => text.split("|")[1] === "sip")
    .map((text) => text.slice(text.indexOf("\r\n") + 2))
    .filter((sip) => !sip.includes(callId));
}

/** The topmost Via is completed on its way; all else must stay as it was. */
function withoutTopVia(sip: string): string {
  return sip.replace(/^(?:via|v)[ \t]*:.*\r\n(?:[ \t].*\r\n)*/im, "");
}

/** What any client can read, whatever it is an answer to. */
function expectSoundAnswer(answer: string, request: string): void {
  const head = answer.slice(0, answer.indexOf("\r\n\r\n"));
  for (const line of head.split("\r\n").slice(1)) expect(line).toMatch(/^[A-Za-z-]+: /);
  for (const name of ["From", "To", "Call-ID", "CSeq", "Content-Length"])
    expect(fields(answer, name).length).toBeLessThanOrEqual(1);
  expect(field(answer, "Via")).toMatch(/^SIP/);
  expect(bodyOf(answer)).toBe("");
  expect(Buffer.byteLength(answer)).toBeLessThan(3 * request.length);
}

describe("the torture messages (RFC 4475)", () => {
  it("are here, all 49 of them", () => {
    const files = readdirSync(new URL("torture/", import.meta.url)).filter((file) => file.endsWith(".dat"));
    expect(files.toSorted()).toEqual(TORTURE.map(({ name }) => `${name}.dat`).toSorted());
    expect(files).toHaveLength(49);
  });

  it.each(TORTURE)("$section $name, $title, over UDP: $fate", async ({ name, fate }) => {
    const world = await startWorld();
    const app = await appTakingAll(world);
    const phone = await world.udpPhone();
    phone.send(tortureBytes(name));
    if (typeof fate === "number") expectSoundAnswer(await phone.status(fate), wholeMessage(name));
    const passed = await passedOn(app, phone);
    expect(passed.map(withoutTopVia)).toEqual(fate === "passed" ? [withoutTopVia(wholeMessage(name))] : []);
    if (fate === "dropped") expect(phone.inbox.all).toEqual([]);
  });

  it.each(TORTURE.filter(({ overTcp }) => overTcp !== undefined))(
    "$section $name, $title, over TCP: $overTcp",
    async ({ name, fate, overTcp }) => {
      const world = await startWorld();
      const app = await appTakingAll(world);
      const phone = await world.tcpPhone();
      const other = await world.tcpPhone();
      phone.send(
        wholeMessage(name).startsWith("SIP/")
          ? tortureBytes(name)
          : Buffer.from(wholeMessage(name), "latin1"),
      );
      if (typeof fate === "number") expectSoundAnswer(await phone.status(fate), wholeMessage(name));
      if (overTcp === "closed") await phone.closed;
      const passed = await passedOn(app, overTcp === "closed" ? other : phone);
      expect(passed.map(withoutTopVia)).toEqual(
        overTcp === "passed" ? [withoutTopVia(wholeMessage(name))] : [],
      );
    },
  );

  it("3.1.1.8 over TCP are two requests, since a stream has no trailing octets", async () => {
    const world = await startWorld();
    const app = await appTakingAll(world);
    (await world.tcpPhone()).send(tortureBytes("dblreq"));
    await app.sip((_line, text) => text.startsWith("REGISTER sip:example.com "));
    await app.sip((_line, text) => text.startsWith("INVITE sip:joe@example.com "));
  });

  it("3.1.2.2 over TCP waits for the rest, and is one message when it has come", async () => {
    const world = await startWorld();
    const app = await appTakingAll(world);
    const phone = await world.tcpPhone();
    const bytes = tortureBytes("clerr");
    phone.send(bytes);
    phone.send(Buffer.alloc(9_999 - (bytes.length - bytes.indexOf("\r\n\r\n") - 4), "x"));
    const { text } = await app.sip();
    expect(bodyOf(text)).toHaveLength(9_999);
  });

  it.each(["unreason", "noreason"])(
    "3.1.1.12, 3.1.1.13: a response with the phrase of %s is passed on",
    async (name) => {
      const world = await startWorld();
      const app = await appTakingAll(world);
      const phone = await world.udpPhone();
      const [statusLine = ""] = wholeMessage(name).split("\r\n");
      const target = `sip:phone@127.0.0.1:${phone.place.port}`;
      app.send(`sip||\r\nOPTIONS ${target} SIP/2.0\r\nCall-ID: ${name}\r\n\r\n`);
      const request = await phone.method("OPTIONS");
      const sound = responseText(request, { status: 200, tag: "callee" });
      phone.send(
        Buffer.from(
          sound.replace(/^.*(?=\r\n)/, () => statusLine),
          "latin1",
        ),
      );
      await app.sip((_line, text) => text.startsWith("SIP/2.0 ") && field(text, "Call-ID") === name);
      const last = app.payloads.at(-1)?.toString("latin1") ?? "";
      expect(last.split("\r\n")[1]).toBe(statusLine);
    },
  );
});
