import { describe, expect, it } from "vitest";
import { Antechamber } from "./antechamber.ts";

describe("connections that have not proved themselves", () => {
  it("give way to a newcomer, the oldest of the same source first", () => {
    const room = new Antechamber<string>({ unproven: 4, unprovenPerSource: 2 });
    room.enter("other", "192.0.2.1");
    expect(["a", "b", "c", "d"].map((guest) => room.enter(guest, "192.0.2.2"))).toEqual([
      undefined,
      undefined,
      "a",
      "b",
    ]);
    expect(room.size).toBe(3);
  });

  it("give way whoever they are where there are too many in all", () => {
    const room = new Antechamber<string>({ unproven: 2, unprovenPerSource: 2 });
    expect([1, 2, 3].map((n) => room.enter(`guest ${n}`, `192.0.2.${n}`))).toEqual([
      undefined,
      undefined,
      "guest 1",
    ]);
  });

  it("do not count once they proved themselves or went", () => {
    const room = new Antechamber<string>({ unproven: 2, unprovenPerSource: 1 });
    room.enter("a", "192.0.2.1");
    room.leave("a");
    room.leave("a");
    expect([room.enter("b", "192.0.2.1"), room.size]).toEqual([undefined, 1]);
  });
});
