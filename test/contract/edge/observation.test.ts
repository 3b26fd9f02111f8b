import { describe, expect, it, onTestFinished } from "vitest";
import { UdpPhone } from "./support/phones.ts";
import { listening, start } from "./support/process.ts";
import { SDP } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { SECRET, startWorld } from "./support/world.ts";

async function figures(port: number | undefined): Promise<string> {
  return (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
}

describe("figures for Prometheus", () => {
  it("count messages by method and status code, and faults, and tell what is held", async () => {
    const world = await startWorld(undefined, { metricsPort: 0 });
    const { edge } = world;
    const phone = await world.udpPhone();
    const stream = await world.tcpPhone();
    phone.request({ method: "OPTIONS" });
    await phone.status(503);
    stream.request({ method: "OPTIONS" });
    await stream.status(503);
    phone.send("SIP/2.0 200 OK\r\n\r\n");
    await expect
      .poll(async () => figures(edge.metricsPort))
      .toContain('sip_parse_failures_total{fate="dropped"} 1');
    const text = await figures(edge.metricsPort);
    for (const line of [
      'sip_messages_total{direction="received",transport="udp",kind="OPTIONS"} 1',
      'sip_messages_total{direction="received",transport="udp",kind="200"} 1',
      'sip_messages_total{direction="sent",transport="udp",kind="503"} 1',
      'sip_messages_total{direction="received",transport="tcp",kind="OPTIONS"} 1',
      'sip_connections{transport="tcp"} 1',
      'sip_held{what="serverTransactions"} 1',
      'sip_guarded{what="bans"} 0',
    ])
      expect(text).toContain(line);
    expect(text).toContain("nodejs_eventloop_lag_p99_seconds");
  });

  it("count what comes again, and the answer that goes again", async () => {
    const world = await startWorld(undefined, { metricsPort: 0 });
    const app = await appTaking(world, "options");
    const phone = await world.udpPhone();
    const text = phone.request({ method: "OPTIONS" });
    const { res } = await app.next("OPTIONS");
    res.send(200);
    await phone.status(200);
    phone.send(text);
    await phone.status(200);
    const read = await figures(world.edge.metricsPort);
    expect(read).toContain('sip_retransmissions_total{direction="received"} 1');
    expect(read).toContain('sip_retransmissions_total{direction="sent"} 1');
  });

  it("count a 200 to an INVITE that is repeated until its ACK, and requests of ours that nobody answers", async () => {
    const world = await startWorld(undefined, { metricsPort: 0 });
    const app = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE" });
    const { req, res } = await app.next("INVITE");
    void app.srf.createUAS(req, res, { localSdp: SDP }).catch(() => undefined);
    await phone.status(200);
    await phone.status(200);
    expect(await figures(world.edge.metricsPort)).toContain('sip_retransmissions_total{direction="sent"} 1');
    app.srf.request(`sip:x@127.0.0.1:${phone.place.port}`, { method: "OPTIONS" }, () => undefined);
    await phone.method("OPTIONS");
    await phone.method("OPTIONS");
    await expect
      .poll(async () => /direction="sent"} (\d+)/.exec(await figures(world.edge.metricsPort))?.[1])
      .not.toBe("1");
  });

  it("are off unless a port is given", async () => {
    expect((await startWorld()).edge.metricsPort).toBeUndefined();
  });
});

it("SIGUSR2 switches the trace of SIP messages on, without credentials and bodies, and off again", async () => {
  const { child } = start({
    EDGE_CONTROL_SECRET: SECRET,
    EDGE_SIP_PORT: "0",
    EDGE_CONTROL_PORT: "0",
    EDGE_METRICS_PORT: "0",
  });
  const { port } = await listening({ child, complaint: () => "" });
  expect(await figures(port("metricsPort"))).toContain("sip_held");
  const phone = await UdpPhone.open(port("sipPort"));
  onTestFinished(() => phone.close());
  let log = "";
  child.stdout.on("data", (text: Buffer) => {
    log += text.toString();
  });
  child.kill("SIGUSR2");
  await expect.poll(() => log).toContain('"on":true');
  phone.request({
    method: "MESSAGE",
    headers: ['Authorization: Digest username="a", response="0a1b"'],
    body: "a body of its own",
  });
  await phone.status(503);
  child.kill("SIGUSR2");
  await expect.poll(() => log).toContain('"on":false');
  expect(log).toContain("MESSAGE sip:");
  expect(log).toContain("Digest [redacted]");
  expect(log).toContain("SIP/2.0 503");
  expect(log).not.toContain("0a1b");
  expect(log).not.toContain("a body of its own");
  const { length } = log;
  phone.request({ method: "OPTIONS" });
  await phone.status(503);
  expect(log.slice(length)).not.toContain("OPTIONS sip:");
});
