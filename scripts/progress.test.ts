import { describe, expect, it } from "vitest";
import { createProgress, progressLine } from "./progress.ts";

function collect(isTTY: boolean) {
  const written: string[] = [];
  return {
    written,
    progress: createProgress({ isTTY, columns: 60, write: (text: string) => written.push(text) }),
  };
}

describe("progress", () => {
  it("says what, how far and for how long", () => {
    expect(progressLine("Asterisk 22", "3 of 12 packages", 4.7)).toBe("Asterisk 22: 3 of 12 packages, 4 s");
  });

  it("without a terminal prints a line per step, not per change", () => {
    const { written, progress } = collect(false);
    progress.show("Redis", "1 of 2");
    progress.show("Redis", "2 of 2");
    progress.end("ready");
    expect(written).toEqual(["Redis: 1 of 2, 0 s\n", "Redis: 2 of 2, 0 s, ready\n"]);
  });

  it("on a terminal rewrites one line and never wraps it", () => {
    const { written, progress } = collect(true);
    progress.show("Redis", "x".repeat(200));
    progress.end("ready");
    expect(written.at(-1)).toBe("\n");
    expect(written.every((text) => text.length < 70)).toBe(true);
  });
});
