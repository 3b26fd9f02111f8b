import type { CpuInfo } from "node:os";

/** How busy the machine's processors were between two looks at them, 0 to 1, whoever kept them so. */
export function busyShare(before: readonly CpuInfo[], after: readonly CpuInfo[]): number {
  const spent = sum(after).map((time, kind) => time - (sum(before)[kind] ?? 0));
  const [all = 0, idle = 0] = spent;
  return all === 0 ? 0 : 1 - idle / all;
}

/** All time so far, and the idle part of it. */
function sum(processors: readonly CpuInfo[]): readonly [all: number, idle: number] {
  const all = processors.reduce(
    (total, { times }) => total + Object.values(times).reduce((a, b) => a + b, 0),
    0,
  );
  return [all, processors.reduce((total, { times }) => total + times.idle, 0)];
}
