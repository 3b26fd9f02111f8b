import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import type { Connection } from "../transport/transport.ts";
import { Bindings } from "./bindings.ts";

const connection = (): Connection => ({ protocol: "tcp", address: "192.0.2.1", port: 40_000, open: true });

describe("bindings", () => {
  it("end with their seconds, a fresh one starting them anew", () => {
    const clock = new ManualClock();
    const bindings = new Bindings(clock);
    const line = connection();
    bindings.bind("1001@a", line, 60);
    clock.advance(59_000);
    bindings.bind("1001@a", line, 60);
    clock.advance(59_000);
    expect(bindings.find("1001@a")).toBe(line);
    clock.advance(1_000);
    expect([bindings.find("1001@a"), bindings.size, clock.waiting]).toEqual([undefined, 0, 0]);
  });

  it("move with the contact, and end with the connection they are bound to, not with an older one", () => {
    const bindings = new Bindings(new ManualClock());
    const [old, fresh] = [connection(), connection()];
    bindings.bind("1001@a", old, 60);
    bindings.bind("1001@a", fresh, 60);
    bindings.bind("1002@a", old, 60);
    bindings.dropConnection(old);
    expect([bindings.find("1001@a"), bindings.find("1002@a")]).toEqual([fresh, undefined]);
  });

  it("may be asked to last longer than a timer can", () => {
    const bindings = new Bindings(new ManualClock());
    bindings.bind("1001@a", connection(), 4_000_000_000);
    expect(bindings.size).toBe(1);
  });
});
