import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import { cachedNames } from "./cached-names.ts";
import type { Answer, Names } from "./records.ts";

/** Names whose address questions wait to be answered by the test. */
function waitingNames() {
  const open: { name: string; answer: (answer: Answer<string>) => void }[] = [];
  const unused = async () => ({ kind: "nothing" }) as const;
  const names: Names = {
    naptr: unused,
    srv: unused,
    machine: unused,
    addresses: async (name) => {
      const { promise, resolve } = Promise.withResolvers<Answer<string>>();
      open.push({ name, answer: resolve });
      return promise;
    },
  };
  return { names, open };
}

function found(seconds: number, ...records: readonly string[]): Answer<string> {
  return { kind: "found", records, seconds };
}

function setUp() {
  const clock = new ManualClock();
  const { names, open } = waitingNames();
  const cached = cachedNames(names, clock);
  const ask = async (name = "a.example") => cached.addresses(name, 4);
  const answered = async (answer: Answer<string>): Promise<Answer<string>> => {
    const asking = ask();
    open.at(-1)?.answer(answer);
    return asking;
  };
  return { clock, open, ask, answered };
}

describe("answers of DNS", () => {
  it("hold for their time to live, and are asked for again afterwards", async () => {
    const { clock, open, ask, answered } = setUp();
    await answered(found(30, "192.0.2.1"));
    clock.advance(29_999);
    expect(await ask()).toEqual(found(30, "192.0.2.1"));
    expect(open).toHaveLength(1);
    clock.advance(1);
    expect(await answered(found(30, "192.0.2.2"))).toEqual(found(30, "192.0.2.2"));
    expect(open).toHaveLength(2);
  });

  it("that there is nothing are believed for five seconds", async () => {
    const { clock, open, ask, answered } = setUp();
    await answered({ kind: "nothing" });
    clock.advance(4_999);
    expect(await ask()).toEqual({ kind: "nothing" });
    expect(open).toHaveLength(1);
    clock.advance(1);
    await answered(found(1, "192.0.2.1"));
    expect(open).toHaveLength(2);
  });

  it("are waited for two seconds at most, and leave no timer behind", async () => {
    const { clock, ask } = setUp();
    const asking = ask();
    clock.advance(2_000);
    expect(await asking).toEqual({ kind: "silence" });
    expect(clock.waiting).toBe(0);
  });

  it("that ran out still serve while nobody gives a new one (RFC 8767)", async () => {
    const { clock, ask, answered } = setUp();
    await answered(found(10, "192.0.2.1"));
    clock.advance(60_000);
    const asking = ask();
    clock.advance(2_000);
    expect(await asking).toEqual(found(10, "192.0.2.1"));
    clock.advance(5_000);
    expect(await answered({ kind: "nothing" })).toEqual({ kind: "nothing" });
  });

  it("are asked for once by many at the same time", async () => {
    const { open, ask } = setUp();
    const asking = [ask(), ask(), ask()];
    open[0]?.answer(found(10, "192.0.2.1"));
    expect(await Promise.all(asking)).toHaveLength(3);
    expect(open).toHaveLength(1);
  });

  it("of a time to live of zero are not kept", async () => {
    const { open, answered } = setUp();
    await answered(found(0, "192.0.2.1"));
    await answered(found(0, "192.0.2.2"));
    expect(open).toHaveLength(2);
  });

  it("are taken for silence when too many questions are open", async () => {
    const { open, ask } = setUp();
    const asking = Array.from({ length: 256 }, async (_, i) => ask(`${i}.example`));
    expect(await ask("one-more.example")).toEqual({ kind: "silence" });
    expect(open).toHaveLength(256);
    for (const { answer } of open) answer({ kind: "nothing" });
    await Promise.all(asking);
    expect(await Promise.race([ask("again.example"), Promise.resolve("asked")])).toBe("asked");
    expect(open).toHaveLength(257);
  });
});
