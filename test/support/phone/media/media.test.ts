import { afterEach, describe, expect, test } from "vitest";
import { Media } from "./media.ts";
import { fromMuLaw, toMuLaw } from "./mu-law.ts";
import { parseRtp, writeRtp } from "./rtp.ts";
import { KeysHeard, pressOf } from "./telephone-event.ts";
import { type Sound, soundPacket } from "./tone.ts";
import { carriesTone, levelDb, shareAt, toneAmong, windowSamples } from "./window.ts";

const open: Media[] = [];

async function opened(sound: Sound): Promise<Media> {
  const media = await Media.open("127.0.0.1", sound);
  open.push(media);
  return media;
}

async function pair(here: Sound, there: Sound): Promise<readonly [Media, Media]> {
  const [left, right] = [await opened(here), await opened(there)];
  left.aim({ host: "127.0.0.1", port: right.port, paused: false, eventPayload: 101 });
  right.aim({ host: "127.0.0.1", port: left.port, paused: false, eventPayload: 101 });
  return [left, right];
}

afterEach(async () => {
  await Promise.all(open.splice(0).map(async (media) => media.close()));
});

const windowOf = (...tones: readonly number[]): Int16Array =>
  Int16Array.from({ length: windowSamples }, (_none, n) =>
    tones.reduce((sum, hz) => sum + 8_000 * Math.sin((2 * Math.PI * hz * n) / 8_000), 0),
  );

test("µ-law keeps every sample to within its step, and every byte exactly", () => {
  for (let sample = -32_000; sample <= 32_000; sample += 7) {
    expect(Math.abs(fromMuLaw(toMuLaw(sample)) - sample)).toBeLessThanOrEqual(4 + Math.abs(sample) / 16);
  }
  for (let byte = 0; byte < 256; byte += 1) expect(fromMuLaw(toMuLaw(fromMuLaw(byte)))).toBe(fromMuLaw(byte));
  expect([toMuLaw(0), fromMuLaw(0xff), fromMuLaw(0x00), fromMuLaw(0x80)]).toEqual([0xff, 0, -32_124, 32_124]);
});

describe("what a window carries", () => {
  test("a tone is told from its neighbours and from silence", () => {
    const window = windowOf(440);
    expect(shareAt(window, 440)).toBeGreaterThan(0.95);
    for (const other of [400, 420, 460, 480, 880]) expect(carriesTone(window, other)).toBe(false);
    expect(toneAmong(window, [400, 440, 480])).toBe(440);
    expect(carriesTone(new Int16Array(windowSamples), 440)).toBe(false);
  });

  test("two equal tones are neither", () => {
    expect(toneAmong(windowOf(440, 1_000), [440, 1_000])).toBeUndefined();
  });

  test("levels are in dB below full scale", () => {
    expect(levelDb(windowOf(1_000))).toBeCloseTo(-15.3, 1);
    expect(levelDb(new Int16Array(windowSamples))).toBe(-100);
  });
});

test("a tone's packets join without a gap", () => {
  const joined = Array.from(
    { length: 60 },
    (_none, nth) => soundPacket({ toneHz: 437 }, nth) ?? Buffer.alloc(0),
  );
  const samples = Int16Array.from(Buffer.concat(joined), fromMuLaw);
  expect(shareAt(samples, 437)).toBeGreaterThan(0.99);
});

test("an RTP packet written is one read, extensions and padding left aside", () => {
  const packet = {
    marker: true,
    payloadType: 101,
    sequence: 65_535,
    timestamp: 2 ** 32 - 1,
    payload: Buffer.from("abcd"),
  };
  expect(parseRtp(writeRtp(packet, 7))).toEqual(packet);
  const extended = Buffer.from("b0000001000000020000000300000004bede00010000000061620002", "hex");
  extended.writeUInt8(0xb1, 0);
  expect(parseRtp(extended)?.payload.toString()).toBe("ab");
  expect(parseRtp(Buffer.from("short"))).toBeUndefined();
});

test("a key press lasts 100 ms, ends three times and is heard once (RFC 4733 §2.5)", () => {
  const packets = pressOf("7");
  expect(packets.map((packet) => packet.toString("hex"))).toEqual([
    "070a00a0",
    "070a0140",
    "070a01e0",
    "070a0280",
    "070a0320",
    "078a0320",
    "078a0320",
    "078a0320",
  ]);
  const heard = new KeysHeard();
  expect(packets.map((packet) => heard.take(packet, 1)).filter(Boolean)).toEqual(["7"]);
  heard.take(pressOf("7")[7] ?? Buffer.alloc(0), 2);
  expect(heard.digits).toBe("77");
  expect(() => pressOf("x")).toThrow("not a telephone key");
});

describe("two ports", () => {
  test("hear each other's tones and not their own", async () => {
    const [left, right] = await pair({ toneHz: 440 }, { toneHz: 1_000 });
    await Promise.all([left.heard(1_000), right.heard(440)]);
    expect([left.tone(), right.tone()]).toEqual([1_000, 440]);
    await expect(left.heard(440, { withinMs: 200 })).rejects.toThrow(
      /440 Hz was not heard .* 1000 Hz .* within 200 ms/,
    );
  });

  test("silence is packets without sound; nothing is no packets", async () => {
    const [left, right] = await pair("silence", "nothing");
    await expect(right.heardSound(-60, { withinMs: 250 })).rejects.toThrow("sound of -60 dB was not heard");
    expect(right.packets.received).toBeGreaterThan(5);
    expect(left.packets.received).toBe(0);
    right.send({ toneHz: 500 });
    await left.heardSound();
  });

  test("keys pressed at once arrive in order, also where nothing else is sent", async () => {
    const [left, right] = await pair("nothing", "silence");
    const first = right.nextDigit();
    await Promise.all(["1", "1", "#"].map(async (digit) => left.sendDigit(digit)));
    expect(await first).toBe("1");
    left.send({ toneHz: 700 });
    await right.heard(700);
    expect(right.digits).toBe("11#");
  });

  test("a key of a call that ends is not waited for", async () => {
    const [left] = await pair("silence", "silence");
    const pressed = expect(left.sendDigit("5")).rejects.toThrow("the call ended");
    await left.close();
    await pressed;
  });
});
