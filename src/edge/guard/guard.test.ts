import { describe, expect, it } from "vitest";
import type { Source } from "../transport/transport.ts";
import { Guard } from "./guard.ts";
import { type GuardSettings, guardSettings } from "./settings.ts";

const INVITE = Buffer.from("INVITE sip:a@b SIP/2.0\r\nTo: <sip:a@b>\r\n\r\n");
const RE_INVITE = Buffer.from("INVITE sip:a@b SIP/2.0\r\nTo: <sip:a@b>;tag=1\r\n\r\n");
const ROOM = { transactions: 0, dialogs: 0 };

function guardWith(guard: Partial<GuardSettings>): { readonly guard: Guard; readonly clock: { at: number } } {
  const clock = { at: 0 };
  const settings = guardSettings({ guard: { busy: () => 0, ...guard } });
  return { guard: new Guard(settings, { now: () => clock.at }), clock };
}

function from(address: string, port = 5060): Source {
  return { protocol: "udp", address, port, localAddress: "127.0.0.1", localPort: 5060 };
}

function heardOf(guard: Guard, bytes: Buffer, source: Source, times: number): number {
  return Array.from({ length: times }, () => guard.hears(bytes, source)).filter(Boolean).length;
}

describe("the guard", () => {
  it("counts all of an IPv6 network of 64 bits as one source", () => {
    const { guard } = guardWith({ perStranger: { perSecond: 1, burst: 4 } });
    const heard = Array.from({ length: 10 }, (_, nth) => guard.hears(RE_INVITE, from(`2001:db8::${nth}`)));
    expect(heard.filter(Boolean)).toHaveLength(4);
    expect(guard.hears(RE_INVITE, from("2001:db8:0:1::1"))).toBe(true);
  });

  it("forgets no source that has proved itself, however many others are forged", () => {
    const { guard, clock } = guardWith({});
    guard.proved(from("192.0.2.1"));
    for (let nth = 0; nth < 200_000; nth++) {
      clock.at += 0.01;
      guard.hears(INVITE, from(`10.${nth >> 16}.${(nth >> 8) & 255}.${nth & 255}`));
    }
    expect(guard.rank("192.0.2.1")).toBe("known");
    expect(guard.admits(from("192.0.2.1"), ROOM)).toBe(true);
  });

  it("lets strangers in who stand in a dialog, as it seems, where nothing may begin", () => {
    const { guard } = guardWith({ strangersStart: { perSecond: 0.001, burst: 1 } });
    expect(guard.admits(from("192.0.2.1"), ROOM)).toBe(true);
    expect([guard.hears(INVITE, from("192.0.2.1")), guard.hears(RE_INVITE, from("192.0.2.1"))]).toEqual([
      false,
      true,
    ]);
    expect(guard.admits(from("192.0.2.1"), ROOM)).toBe(false);
  });

  it("parses no more of strangers than it has time for", () => {
    const { guard, clock } = guardWith({ strangersParsed: { perSecond: 100, burst: 10 } });
    const sources = Array.from({ length: 50 }, (_, nth) => from(`192.0.2.${nth}`));
    const round = (): number => sources.filter((source) => guard.hears(RE_INVITE, source)).length;
    expect(round()).toBe(10);
    clock.at = 50;
    expect(round()).toBe(5);
  });

  it("keeps half of the table of transactions free of strangers", () => {
    const { guard } = guardWith({ mostTransactions: 10 });
    const full = { transactions: 5, dialogs: 0 };
    expect([guard.admits(from("192.0.2.1"), full), guard.admits(from("127.0.0.1"), full)]).toEqual([
      false,
      true,
    ]);
  });

  it("lets trusted ports wait that have not proved themselves, but only while it is too busy", () => {
    let busy = 0;
    const { guard, clock } = guardWith({ busy: () => busy, trustedStart: { perSecond: 160, burst: 16 } });
    const [flood, good] = [from("127.0.0.1", 1), from("127.0.0.1", 2)];
    guard.proved(good);
    const admittedIn = (ms: number, source: Source): number => {
      let count = 0;
      for (let i = 0; i < ms; i++) {
        clock.at += 1;
        if (guard.admits(source, ROOM)) count += 1;
      }
      return count;
    };
    expect(admittedIn(1_000, flood)).toBeGreaterThan(150);
    busy = 1;
    expect(admittedIn(2_000, flood)).toBeLessThan(100);
    expect(admittedIn(1_000, good)).toBe(1_000);
    expect(heardOf(guard, INVITE, good, 10)).toBe(10);
  });

  it("no longer knows a source when its proof is old", () => {
    const { guard, clock } = guardWith({});
    guard.proved(from("192.0.2.1"), 60);
    clock.at = 59_999;
    expect(guard.rank("192.0.2.1")).toBe("known");
    clock.at = 60_000;
    expect(guard.rank("192.0.2.1")).toBe("stranger");
  });
});
