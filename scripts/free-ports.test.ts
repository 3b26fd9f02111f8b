import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { findFreePorts, takenPorts } from "./free-ports.ts";
import { portUses } from "./ports.ts";

describe("free ports", () => {
  it("are all different and can all be had", async () => {
    const ports = await findFreePorts("127.0.0.1");
    expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
    expect(await takenPorts("127.0.0.1", ports)).toEqual([]);
  });
});

describe("a taken port", () => {
  it("is named with its purpose and the variable that moves it", async () => {
    const ports = await findFreePorts("127.0.0.1");
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(ports.redis, "127.0.0.1", resolve));
    const faults = await takenPorts("127.0.0.1", ports);
    await new Promise((resolve) => squatter.close(resolve));
    expect(faults).toEqual([
      `TCP port ${ports.redis} on 127.0.0.1, for Redis, is taken by another program: free it, or set FIVENINES_REDIS_PORT`,
    ]);
  });

  it("is no fault of a host that is not this machine's", async () => {
    const ports = await findFreePorts("127.0.0.1");
    const faults = await takenPorts("192.0.2.1", ports);
    expect(faults[0]).toContain("set FIVENINES_HOST");
    expect(portUses.length).toBeGreaterThan(faults.length);
  });
});
