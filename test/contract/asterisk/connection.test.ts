import { once } from "node:events";
import { request } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { PlaybackId } from "../../../src/ids.ts";
import type { Softswitch } from "../../../src/telephony/asterisk/index.ts";
import { newCallId, offerOf, openSwitchroom, prompts, type Switchroom } from "./switchroom.ts";

let room: Switchroom;
beforeAll(async () => {
  room = await openSwitchroom();
});
afterAll(() => room.close());
afterEach(() => room.link.mend());

async function mend(): Promise<void> {
  room.link.mend();
  await room.softswitch().whenConnected();
}

/** Breaks the link, and resolves when both sides have noticed. */
async function cut(): Promise<void> {
  const noticed = room.link.knock();
  room.link.cut();
  await noticed;
  await expect.poll(() => room.softswitch().connected(), { interval: 1 }).toBe(false);
}

describe("while the link to Asterisk is broken", () => {
  it("a caller who arrives is reported when it is mended", async () => {
    await cut();
    const call = newCallId();
    const phone = await room.caller.call(call, room.sipPort);
    await phone.response(100);
    await mend();
    const { leg } = await room.event("caller-arrived", (event) => event.call === call);
    await room.softswitch().answer(leg);
    await phone.response(200);
    await room.softswitch().hangUp(leg, "normal");
    await room.event("leg-ended", (event) => event.leg === leg);
  });

  it("a caller whose arrival was lost with it is reported when it is mended", async () => {
    room.link.swallow();
    const call = newCallId();
    const phone = await room.caller.call(call, room.sipPort);
    await phone.response(100);
    await cut();
    await mend();
    const { leg } = await room.event("caller-arrived", (event) => event.call === call);
    await room.softswitch().hangUp(leg, "no-agents");
    await phone.response(480);
    await room.event("leg-ended", (event) => event.leg === leg);
  });

  it("a caller who hangs up is reported when it is mended", async () => {
    const { leg, phone } = await room.answeredCaller();
    await cut();
    phone.hangUp();
    await mend();
    await room.event("leg-ended", (event) => event.leg === leg);
  });

  it("what is asked for is done when it is mended", async () => {
    const { leg, phone } = await room.answeredCaller();
    await cut();
    const ended = room.softswitch().hangUp(leg, "normal");
    await mend();
    await ended;
    await phone.request("BYE");
    await room.event("leg-ended", (event) => event.leg === leg);
  });

  it("a prompt goes on to its end, and the end is known when it is mended", async () => {
    const { call, leg, phone } = await room.answeredCaller();
    const playing = room
      .softswitch()
      .play(leg, PlaybackId(`${call}.p1`), [{ language: "en", text: "greeting" }]);
    await phone.audio.until((heard) => heard.includes(prompts.greeting.byte));
    await cut();
    await phone.audio.until(
      (heard) => heard.filter((byte) => byte === prompts.greeting.byte).length >= 2_400,
    );
    await mend();
    expect(await playing).toBe("finished");
    await room.softswitch().hangUp(leg, "normal");
    await room.event("leg-ended", (event) => event.leg === leg);
  });

  it("an agent who answers is not forgotten", async () => {
    const result = room.softswitch().offer(offerOf(newCallId()));
    const device = await room.agents.incoming();
    await cut();
    device.reply(200, "OK");
    await device.request("ACK");
    await mend();
    const answer = await result;
    expect(answer.outcome).toBe("answered");
    if (answer.outcome !== "answered") return;
    await room.softswitch().hangUp(answer.leg, "normal");
    await device.request("BYE");
    await room.event("leg-ended", (event) => event.leg === answer.leg);
  });

  it("an offer waits and rings when it is mended", async () => {
    await cut();
    const result = room.softswitch().offer(offerOf(newCallId()));
    await mend();
    const device = await room.agents.incoming();
    device.reply(486, "Busy Here");
    expect(await result).toEqual({ outcome: "busy" });
  });

  it("an offer can be withdrawn, and does not ring when it is mended", async () => {
    await cut();
    const offer = offerOf(newCallId());
    const result = room.softswitch().offer(offer);
    const withdrawn = room.softswitch().withdraw(offer.reservation);
    expect(await result).toEqual({ outcome: "withdrawn" });
    await mend();
    await withdrawn;
  });
});

describe("a process that begins anew", () => {
  it("ends the calls that only the process before knew, and takes the ones that arrived in between", async () => {
    const { phone } = await room.answeredCaller();
    const ringing = room.softswitch().offer(offerOf(newCallId()));
    const device = await room.agents.incoming();
    device.reply(180, "Ringing");
    const call = newCallId();
    let waiting = phone;
    await room.restart(async () => {
      waiting = await room.caller.call(call, room.sipPort);
      await waiting.response(100);
    });
    const { leg } = await room.event("caller-arrived", (event) => event.call === call);
    await Promise.all([phone.request("BYE"), device.request("CANCEL")]);
    await room.softswitch().answer(leg);
    await waiting.response(200);
    await room.softswitch().hangUp(leg, "normal");
    await room.event("leg-ended", (event) => event.leg === leg);
    expect(await Promise.race([ringing, Promise.resolve("unsettled")])).toBe("unsettled");
  });
});

describe("Asterisk that dies", () => {
  it("takes its legs with it, which is reported as soon as another is there, and calls go on with that one", async () => {
    const { call, leg } = await room.answeredCaller();
    const playing = room.softswitch().play(leg, PlaybackId(`${call}.p1`), [{ language: "en", text: "long" }]);
    const ringing = room.softswitch().offer(offerOf(call));
    await room.agents.incoming();
    await room.replaceAsterisk();
    await room.event("leg-ended", (event) => event.leg === leg);
    expect(await playing).toBe("stopped");
    expect(await ringing).toEqual({ outcome: "unreachable" });
    const next = await room.answeredCaller();
    await room.softswitch().hangUp(next.leg, "normal");
    await room.event("leg-ended", (event) => event.leg === next.leg);
  });
});

describe("the port Asterisk connects to", () => {
  let alone: Softswitch;
  beforeAll(async () => {
    alone = await room.another();
  });
  afterAll(() => alone.stop());

  const connect = (user: string, password: string, path = "/ari", protocol = "ari") =>
    new WebSocket(`ws://127.0.0.1:${alone.port}${path}`, protocol, { auth: `${user}:${password}` });

  it.each([
    ["a wrong password", "asterisk", "let me out", "/ari", "ari", 401],
    ["an unknown name", "stranger", "let me in", "/ari", "ari", 401],
    ["another path", "asterisk", "let me in", "/", "ari", 404],
    ["another protocol", "asterisk", "let me in", "/ari", "chat", 400],
  ])("refuses %s", async (_, user, password, path, protocol, status) => {
    const [, response] = await once(connect(user, password, path, protocol), "unexpected-response");
    expect(response).toHaveProperty("statusCode", status);
    expect(alone.connected()).toBe(false);
  });

  it("refuses what is no WebSocket", async () => {
    const asked = request({ host: "127.0.0.1", port: alone.port, path: "/ari" }).end();
    const [response] = await once(asked, "response");
    expect(response).toHaveProperty("statusCode", 426);
    asked.destroy();
  });

  it("gives up an older connection for a newer one of the same Asterisk", async () => {
    const older = connect("asterisk", "let me in");
    await once(older, "open");
    const newer = connect("asterisk", "let me in");
    await Promise.all([once(older, "close"), once(newer, "open")]);
    newer.terminate();
    await once(newer, "close");
  });

  it("is refused to a second softswitch", async () => {
    const taken = room.another(alone.port);
    await expect(taken).rejects.toThrow("EADDRINUSE");
  });
});
