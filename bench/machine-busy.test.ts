import type { CpuInfo } from "node:os";
import { expect, it } from "vitest";
import { busyShare } from "./machine-busy.ts";

function processor(user: number, idle: number): CpuInfo {
  return { model: "any", speed: 0, times: { user, nice: 0, sys: 0, idle, irq: 0 } };
}

it("One processor at work and one at rest make a machine half busy", () => {
  const before = [processor(100, 900), processor(500, 500)];
  const after = [processor(300, 900), processor(500, 700)];
  expect(busyShare(before, after)).toBe(0.5);
});

it("No time passed, nobody was busy", () => {
  expect(busyShare([processor(1, 1)], [processor(1, 1)])).toBe(0);
});
