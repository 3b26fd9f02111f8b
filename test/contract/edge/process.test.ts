import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import { ControlClient } from "./support/control-client.ts";
import { UdpPhone } from "./support/phones.ts";
import { listening, start } from "./support/process.ts";
import { SECRET } from "./support/world.ts";

const FREE = { EDGE_CONTROL_SECRET: SECRET, EDGE_SIP_PORT: "0", EDGE_CONTROL_PORT: "0" };

describe("the process", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "says what it listens on, serves, and ends with 0 on %s",
    async (signal) => {
      const started = start(FREE);
      const { line, port } = await listening(started);
      const [sipPort, controlPort] = [port("sipPort"), port("controlPort")];
      expect(line).toMatchObject({
        msg: "listening",
        sipHost: "127.0.0.1",
        sipPort,
        controlHost: "127.0.0.1",
        controlPort,
      });
      const client = await ControlClient.authenticated(controlPort);
      const phone = await UdpPhone.open(sipPort);
      onTestFinished(() => phone.close());
      phone.request({ method: "OPTIONS" });
      await phone.status(503);
      expect(await client.command("ping")).toBe("OK|pong");
      started.child.kill(signal);
      expect(await once(started.child, "exit")).toEqual([0, null]);
    },
  );

  it("ends with 2 on a faulty configuration, one message for each fault", async () => {
    const { child, complaint } = start({ EDGE_SIP_PORT: "many", EDGE_CONTROL_SECRET: "with|a bar" });
    expect(await once(child, "close")).toEqual([2, null]);
    expect(complaint().trim().split("\n")).toHaveLength(2);
    expect(complaint()).toContain("EDGE_SIP_PORT");
    expect(complaint()).toContain("EDGE_CONTROL_SECRET");
  });

  it("ends with 1 where a port is taken, and says which and what to change", async () => {
    const first = await listening(start(FREE));
    for (const [variable, port, protocol] of [
      ["EDGE_SIP_PORT", first.port("sipPort"), "UDP"],
      ["EDGE_CONTROL_PORT", first.port("controlPort"), "TCP"],
    ] as const) {
      const { child, complaint } = start({ ...FREE, [variable]: String(port) });
      expect(await once(child, "close")).toEqual([1, null]);
      expect(complaint()).toContain(`${protocol} port ${port}`);
      expect(complaint()).toContain(variable);
    }
  });
});
