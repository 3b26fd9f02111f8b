import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import type { Hop } from "../transport/transport.ts";
import { Avoided } from "./avoided.ts";

function hop(address: string): Hop {
  return { protocol: "udp", address, port: 5060 };
}

const [A, B, C] = [hop("192.0.2.1"), hop("192.0.2.2"), hop("192.0.2.3")] as const;

describe("hops that failed", () => {
  it("come last for thirty seconds, the others in their order", () => {
    const clock = new ManualClock();
    const avoided = new Avoided(clock);
    avoided.note(A);
    expect(avoided.last([A, B, C])).toEqual([B, C, A]);
    expect(avoided.last([A])).toEqual([A]);
    clock.advance(30_000);
    expect(avoided.last([A, B, C])).toEqual([A, B, C]);
  });

  it("are as good as others once they answer", () => {
    const avoided = new Avoided(new ManualClock());
    avoided.note(A);
    avoided.forget(A);
    expect(avoided.last([A, B])).toEqual([A, B]);
  });

  it("say for how long, up to five minutes", () => {
    const clock = new ManualClock();
    const avoided = new Avoided(clock);
    avoided.note(A, 86_400_000);
    clock.advance(299_999);
    expect(avoided.last([A, B])).toEqual([B, A]);
    clock.advance(1);
    expect(avoided.last([A, B])).toEqual([A, B]);
  });

  it("are news once, and told apart by transport, address and port", () => {
    const avoided = new Avoided(new ManualClock());
    expect(avoided.note(A)).toBe(true);
    expect(avoided.note(A)).toBe(false);
    expect(avoided.note({ ...A, port: 5061 })).toBe(true);
    expect(avoided.note({ ...A, protocol: "tcp" })).toBe(true);
  });

  it("are remembered up to a thousand, the oldest forgotten first", () => {
    const avoided = new Avoided(new ManualClock());
    for (let port = 1; port <= 1_001; port++) avoided.note({ ...A, port });
    expect(avoided.size).toBe(1_000);
    expect(avoided.note({ ...A, port: 1_001 })).toBe(false);
    expect(avoided.note({ ...A, port: 1 })).toBe(true);
  });
});
