import { describe, expect, it, onTestFinished } from "vitest";
import { ensureParts, explainMissing } from "../../../scripts/setup/index.ts";
import { startCallees } from "../../support/sipp/callees.ts";
import { startCallers } from "../../support/sipp/run.ts";
import { appProxying } from "./support/proxying.ts";
import { startWorld } from "./support/world.ts";

const CALLS = 20;

async function sippCommand(): Promise<string> {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  return setUp.parts.sipp.command;
}

describe("calls of SIPp through the proxy, with Record-Route", () => {
  it.each([
    { from: "udp", to: "udp" },
    { from: "tcp", to: "tcp" },
    { from: "udp", to: "tcp" },
    { from: "tcp", to: "udp" },
  ] as const)("are set up and ended from $from to $to", async ({ from, to }) => {
    const sipp = await sippCommand();
    const world = await startWorld();
    const callees = await startCallees(sipp, to);
    onTestFinished(() => callees.stop());
    const target = `sip:98668@127.0.0.1:${callees.port}${to === "tcp" ? ";transport=tcp" : ""}`;
    const app = await appProxying(world, [target], { remainInDialog: true });
    const callers = await startCallers({
      sipp,
      scenario: { title: "a call", does: [{ waitMs: 50 }, { hangUp: true }] },
      dial: "98668",
      server: { host: "127.0.0.1", port: world.edge.sipPort },
      callers: [["1001"]],
      calls: CALLS,
      callsPerSecond: CALLS,
      transport: from,
      patienceMs: 8_000,
    });
    onTestFinished(() => callers.kill());
    expect(await callers.finished).toMatchObject({ ok: true, successful: CALLS, failed: 0 });
    expect(app.asked).toHaveLength(CALLS);
    expect(world.edge.counts()).toMatchObject({ proxied: 0, dialogs: 0 });
  });
});
