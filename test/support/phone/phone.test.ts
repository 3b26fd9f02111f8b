import { afterEach, describe, expect, test } from "vitest";
import type { Phone } from "./phone.ts";
import { createPhoneBank } from "./phone-bank.ts";
import { closeAll, phoneOf, toClose } from "./phones-in-test.ts";

async function twoPhones(): Promise<readonly [alice: Phone, bob: Phone]> {
  const alice = await phoneOf({ username: "alice", displayName: "Alice 李", sound: { toneHz: 440 } });
  return [alice, await phoneOf({ username: "bob", sound: { toneHz: 1_000 } })];
}

afterEach(closeAll);

const startsOf = (phone: Phone, direction: "sent" | "received"): string[] =>
  phone.log.filter((entry) => entry.direction === direction).map(({ startLine }) => startLine);

describe("two phones calling each other directly", () => {
  test("ring, talk both ways, press a key, and the caller hangs up", async () => {
    const [alice, bob] = await twoPhones();
    const call = alice.call(bob.uri, { headers: { "X-Call": "c1" }, from: "13900000001" });
    const offered = await bob.nextCall();
    expect(offered.from).toMatchObject({ user: "13900000001", displayName: "Alice 李" });
    expect(offered.header("x-call")).toBe("c1");
    offered.ring();
    await call.ringing;
    const [there, here] = await Promise.all([offered.answer(), call.answered]);
    expect(await call.final).toMatchObject({ status: 200 });
    await Promise.all([here.rtp.heard(1_000), there.rtp.heard(440), there.established]);
    const key = there.rtp.nextDigit();
    await here.rtp.sendDigit("1");
    expect(await key).toBe("1");
    expect(await here.hangUp()).toBe(200);
    expect(await Promise.all([here.ended, there.ended])).toEqual(["self", "peer"]);
    expect(await here.hangUp()).toBe(481);
  });

  test("the called phone hangs up", async () => {
    const [alice, bob] = await twoPhones();
    bob.onCall((offered) => void offered.answer());
    const here = await alice.call(bob.uri).answered;
    await bob.hangUpAll();
    expect(await here.ended).toBe("peer");
  });

  test("the caller gives up while it rings", async () => {
    const [alice, bob] = await twoPhones();
    const call = alice.call(bob.uri);
    const offered = await bob.nextCall();
    offered.ring();
    await call.ringing;
    call.cancel();
    await offered.cancelled;
    expect(await call.final).toMatchObject({ status: 487 });
    await expect(call.answered).rejects.toThrow("487");
    await expect(offered.answer()).rejects.toThrow("it is cancelled");
  });

  test("a call given up before anything was sent is cancelled as soon as it may be", async () => {
    const [alice, bob] = await twoPhones();
    const call = alice.call(bob.uri);
    call.cancel();
    await (await bob.nextCall()).cancelled;
    expect(await call.final).toMatchObject({ status: 487 });
  });

  test("an answer that crosses the cancel is acknowledged and ended", async () => {
    const [alice, bob] = await twoPhones();
    const call = alice.call(bob.uri);
    const offered = await bob.nextCall();
    const there = await offered.answer();
    call.cancel();
    await expect(call.answered).rejects.toThrow("cancelled");
    expect(await there.ended).toBe("peer");
  });

  test.each([
    ["declines", "decline", 603],
    ["is busy", "busy", 486],
  ] as const)("the called phone %s", async (_what, how, status) => {
    const [alice, bob] = await twoPhones();
    const call = alice.call(bob.uri);
    (await bob.nextCall())[how]();
    expect(await call.final).toMatchObject({ status });
  });

  test("the called phone refuses with a status and reason of its own", async () => {
    const [alice, bob] = await twoPhones();
    const call = alice.call(bob.uri);
    (await bob.nextCall()).reject(480, "Out to lunch");
    expect(await call.final).toMatchObject({ status: 480, reason: "Out to lunch" });
  });

  test("a phone nobody calls says so", async () => {
    const [alice] = await twoPhones();
    await expect(alice.nextCall({ withinMs: 20 })).rejects.toThrow("no call came to alice within 20 ms");
  });

  test("the log tells each message and when it passed", async () => {
    const [alice, bob] = await twoPhones();
    bob.onCall((offered) => offered.busy());
    const before = Date.now() - 1_000;
    const call = alice.call(bob.uri);
    await call.final;
    expect(startsOf(alice, "sent")).toEqual([`INVITE ${bob.uri} SIP/2.0`, `ACK ${bob.uri} SIP/2.0`]);
    expect(startsOf(alice, "received")).toEqual(["SIP/2.0 100 Trying", "SIP/2.0 486 Busy Here"]);
    expect(alice.log.every((entry) => entry.callId === call.callId && entry.at > before)).toBe(true);
  });
});

describe("a bank of phones on one port", () => {
  test("rings the phone that is called and no other, twenty calls at once", async () => {
    const accounts = Array.from({ length: 40 }, (_none, n) => ({ username: String(1_000 + n) }));
    const bank = await createPhoneBank(accounts);
    toClose(bank);
    const pairs = Array.from({ length: 20 }, (_none, n) => [String(1_000 + n), String(1_020 + n)] as const);
    await Promise.all(
      pairs.map(async ([caller, called], n) => {
        const call = bank.phone(caller).call(bank.phone(called).uri, { sound: { toneHz: 400 + 40 * n } });
        const there = await (await bank.phone(called).nextCall()).answer();
        await there.rtp.heard(400 + 40 * n);
        await (await call.answered).hangUp();
        expect(await there.ended).toBe("peer");
      }),
    );
    expect(new Set(bank.phones.map(({ uri }) => uri.split("@")[1])).size).toBe(1);
    expect(() => bank.phone("nobody")).toThrow("no phone nobody");
  });
});
