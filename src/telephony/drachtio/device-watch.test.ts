import { beforeEach, describe, expect, it } from "vitest";
import { AgentId, TenantId } from "../../ids.ts";
import type { Binding } from "./binding.ts";
import { DeviceWatch } from "./device-watch.ts";

const who = { tenant: TenantId("t"), agent: AgentId("a") };
const bound = (expiresAt: number): Binding => ({
  contact: "sip:li@h",
  receivedFrom: { address: "192.0.2.1", port: 5060, protocol: "udp" },
  callId: "c",
  cseq: 1,
  expiresAt,
  userAgent: "",
});

describe("an agent's device", () => {
  let now: number;
  let timers: Set<{ at: number; wake: () => void }>;
  let stored: readonly Binding[];
  let told: boolean[];
  let watch: DeviceWatch;
  const silent = () => undefined;

  beforeEach(() => {
    now = 0;
    timers = new Set();
    stored = [];
    told = [];
    watch = new DeviceWatch({
      bindings: {
        put: async () => undefined,
        remove: async () => undefined,
        list: async () => stored,
        all: async () => stored.map((binding) => ({ username: "li", binding })),
      },
      credentials: {
        lookup: async (username) =>
          username === "li" ? { kind: "agent", ...who, ha1: { md5: "", sha256: "" } } : undefined,
      },
      devices: { deviceChanged: (_tenant, _agent, registered) => void told.push(registered) },
      clock: {
        now: () => now,
        wakeAt(at, wake) {
          const timer = { at, wake };
          timers.add(timer);
          return () => timers.delete(timer);
        },
      },
      log: { info: silent, warn: silent, error: silent },
    });
  });

  const advanceTo = async (to: number) => {
    now = to;
    for (const timer of [...timers].filter(({ at }) => at <= to)) {
      timers.delete(timer);
      timer.wake();
    }
    await new Promise(setImmediate);
  };

  it("is told once when it appears, and once when it is removed", () => {
    watch.now("li", who, [bound(100)]);
    watch.now("li", who, [bound(200)]);
    watch.now("li", who, []);
    watch.now("li", who, []);
    expect(told).toEqual([true, false]);
  });

  it("is told again when it has started anew, and not when it only refreshes", () => {
    watch.now("li", who, [bound(100)]);
    watch.now("li", who, [bound(200)]);
    watch.now("li", who, [{ ...bound(200), callId: "after-its-restart" }]);
    expect(told).toEqual([true, true]);
  });

  it("is gone when its last binding expires", async () => {
    watch.now("li", who, [bound(100), bound(50)]);
    await advanceTo(99);
    expect(told).toEqual([true]);
    await advanceTo(100);
    expect(told).toEqual([true, false]);
    expect(timers.size).toBe(0);
  });

  it("is still there at that time if another node renewed it", async () => {
    watch.now("li", who, [bound(100)]);
    stored = [bound(300)];
    await advanceTo(100);
    expect(told).toEqual([true]);
    expect([...timers].map(({ at }) => at)).toEqual([300]);
  });

  it("registered before the start is known after it", async () => {
    stored = [bound(100)];
    await watch.load();
    expect(told).toEqual([true]);
  });

  it("leaves no timer behind at the end", () => {
    watch.now("li", who, [bound(100)]);
    watch.stop();
    expect(timers.size).toBe(0);
    expect(told).toEqual([true]);
  });
});
