import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LegId, PlaybackId } from "../../../src/ids.ts";
import type { Utterance } from "../../../src/ivr/index.ts";
import { newCallId, openSwitchroom, prompts, type Switchroom } from "./switchroom.ts";

let room: Switchroom;
beforeAll(async () => {
  room = await openSwitchroom();
});
afterAll(() => room.close());

const say = (...texts: string[]): Utterance[] => texts.map((text) => ({ language: "zh", text }));
const count = (heard: Buffer, byte: number): number => heard.filter((given) => given === byte).length;

describe("a caller leg", () => {
  it("that reaches the application is reported with the id of its call, and its end once", async () => {
    const call = newCallId();
    const phone = await room.caller.call(call, room.sipPort);
    const { leg } = await room.event("caller-arrived", (event) => event.call === call);
    await room.softswitch().answer(leg);
    await phone.response(200);
    phone.hangUp();
    await room.event("leg-ended", (event) => event.leg === leg);
    const next = await room.answeredCaller();
    expect(room.untaken().filter((event) => "leg" in event && event.leg === leg)).toEqual([]);
    await room.softswitch().hangUp(next.leg, "normal");
    await room.event("leg-ended", (event) => event.leg === next.leg);
  });

  it("dialled with anything but a call id is not found", async () => {
    const phone = await room.caller.call("98668", room.sipPort);
    await phone.response(404);
  });

  it("hears prompts one after the other to their ends", async () => {
    const { call, leg, phone } = await room.answeredCaller();
    const playback = PlaybackId(`${call}.p1`);
    expect(await room.softswitch().play(leg, playback, say("greeting", "menu"))).toBe("finished");
    await phone.audio.until((heard) => count(heard, prompts.menu.byte) >= 2_400);
    const heard = phone.audio.heard();
    expect(count(heard, prompts.greeting.byte)).toBe(2_400);
    expect(heard.lastIndexOf(prompts.greeting.byte)).toBeLessThan(heard.indexOf(prompts.menu.byte));
    await room.softswitch().hangUp(leg, "normal");
  });

  it("stops hearing a prompt when it is stopped, or when another begins", async () => {
    const { call, leg, phone } = await room.answeredCaller();
    const first = room.softswitch().play(leg, PlaybackId(`${call}.p1`), say("long"));
    await phone.audio.until((heard) => heard.includes(prompts.long.byte));
    const second = room.softswitch().play(leg, PlaybackId(`${call}.p2`), say("long"));
    expect(await first).toBe("stopped");
    await room.softswitch().stopPlaying(PlaybackId(`${call}.p2`));
    expect(await second).toBe("stopped");
    await room.softswitch().stopPlaying(PlaybackId(`${call}.p2`));
    await room.softswitch().hangUp(leg, "normal");
  });

  it("is told of a prompt that does not exist as failed, and of none at all as finished", async () => {
    const { call, leg } = await room.answeredCaller();
    const play = (nth: number, ...texts: string[]) =>
      room.softswitch().play(leg, PlaybackId(`${call}.p${nth}`), say(...texts));
    expect(await play(1, "absent")).toBe("failed");
    expect(await play(2)).toBe("finished");
    await room.softswitch().hangUp(leg, "normal");
  });

  it("that ends while it hears a prompt ends the playing", async () => {
    const { call, leg, phone } = await room.answeredCaller();
    const playing = room.softswitch().play(leg, PlaybackId(`${call}.p1`), say("long"));
    await phone.audio.until((heard) => heard.includes(prompts.long.byte));
    phone.hangUp();
    expect(["stopped", "failed"]).toContain(await playing);
    await room.event("leg-ended", (event) => event.leg === leg);
  });

  it("gives the digits pressed on its telephone, by RFC 4733", async () => {
    const { leg, phone } = await room.answeredCaller();
    for (const digit of ["1", "9", "*", "#"]) {
      phone.audio.press(digit);
      const pressed = await room.event("digit-pressed", (event) => event.leg === leg);
      expect(pressed.digit).toBe(digit);
    }
    await room.softswitch().hangUp(leg, "normal");
  });

  it("gives a digit pressed while a prompt plays", async () => {
    const { call, leg, phone } = await room.answeredCaller();
    const playing = room.softswitch().play(leg, PlaybackId(`${call}.p1`), say("long"));
    await phone.audio.until((heard) => heard.includes(prompts.long.byte));
    phone.audio.press("2");
    expect((await room.event("digit-pressed", (event) => event.leg === leg)).digit).toBe("2");
    await room.softswitch().hangUp(leg, "normal");
    await playing;
  });

  it("hears music while it waits, until the music stops", async () => {
    const { leg, phone } = await room.answeredCaller();
    await room.softswitch().startMusic(leg);
    const different = (heard: Buffer) => new Set(heard.subarray(-1_600)).size;
    await phone.audio.until((heard) => heard.length > 4_000 && different(heard) > 20);
    await room.softswitch().stopMusic(leg);
    await room.softswitch().hangUp(leg, "normal");
  });

  it("already gone takes every operation as done", async () => {
    const gone = LegId("1700000000.1");
    const softswitch = room.softswitch();
    await softswitch.answer(gone);
    await softswitch.startMusic(gone);
    await softswitch.stopMusic(gone);
    await softswitch.hangUp(gone, "failure");
    expect(await softswitch.play(gone, PlaybackId("c.p1"), say("greeting"))).toBe("failed");
    expect(await softswitch.bridge(newCallId(), gone, LegId("agent-c.1"))).toBe("failed");
  });

  it.each([
    ["no-agents", 480],
    ["shutdown", 503],
    ["failure", 500],
  ] as const)("ended before it was answered, because of %s, hears it as SIP %i", async (cause, status) => {
    const call = newCallId();
    const phone = await room.caller.call(call, room.sipPort);
    const { leg } = await room.event("caller-arrived", (event) => event.call === call);
    await room.softswitch().hangUp(leg, cause);
    await phone.response(status);
    await room.event("leg-ended", (event) => event.leg === leg);
  });
});
