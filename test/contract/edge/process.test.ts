import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { ControlClient } from "./support/control-client.ts";
import { UdpPhone } from "./support/phones.ts";
import { SECRET } from "./support/world.ts";

const MAIN = fileURLToPath(new URL("../../../src/edge/main.ts", import.meta.url));
const FREE = { EDGE_CONTROL_SECRET: SECRET, EDGE_SIP_PORT: "0", EDGE_CONTROL_PORT: "0" };

interface Started {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly complaint: () => string;
}

/** The server as a process of its own, with nothing in its environment but what is given. */
function start(environment: Readonly<Record<string, string>>): Started {
  const child = spawn(process.execPath, [MAIN], { env: environment, stdio: ["ignore", "pipe", "pipe"] });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => {
    complaint += text.toString();
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, complaint: () => complaint };
}

async function listening({
  child,
}: Started): Promise<{ sipPort: number; controlPort: number; line: unknown }> {
  const [text]: unknown[] = await once(child.stdout, "data");
  const line: unknown = JSON.parse(String(text).split("\n", 1)[0] ?? "");
  const port = (name: string): number => Number(new RegExp(`"${name}":(\\d+)`).exec(String(text))?.[1]);
  return { sipPort: port("sipPort"), controlPort: port("controlPort"), line };
}

describe("the process", () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "says what it listens on, serves, and ends with 0 on %s",
    async (signal) => {
      const started = start(FREE);
      const { sipPort, controlPort, line } = await listening(started);
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
    const { child, complaint } = start({ EDGE_SIP_PORT: "many", EDGE_CONTROL_SECRET: "short" });
    expect(await once(child, "close")).toEqual([2, null]);
    expect(complaint().trim().split("\n")).toHaveLength(2);
    expect(complaint()).toContain("EDGE_SIP_PORT");
    expect(complaint()).toContain("EDGE_CONTROL_SECRET");
  });

  it("ends with 1 where a port is taken, and says which and what to change", async () => {
    const first = await listening(start(FREE));
    for (const [variable, port, protocol] of [
      ["EDGE_SIP_PORT", first.sipPort, "UDP"],
      ["EDGE_CONTROL_PORT", first.controlPort, "TCP"],
    ] as const) {
      const { child, complaint } = start({ ...FREE, [variable]: String(port) });
      expect(await once(child, "close")).toEqual([1, null]);
      expect(complaint()).toContain(`${protocol} port ${port}`);
      expect(complaint()).toContain(variable);
    }
  });
});
