import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { makeCertificate } from "./support/certificate.ts";
import { ControlClient } from "./support/control-client.ts";
import { requestText } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { dialTls } from "./support/tls-phones.ts";
import { startWorld } from "./support/world.ts";
import { WsPhone } from "./support/ws-phone.ts";

/** A connection that says nothing, and when it ended. */
async function silent(
  port: number,
  localAddress = "127.0.0.1",
): Promise<{ socket: Socket; closed: Promise<unknown> }> {
  const socket = connect({ port, host: "127.0.0.1", localAddress });
  onTestFinished(() => void socket.destroy());
  socket.on("error", () => undefined);
  socket.resume();
  const closed = new Promise((resolve) => socket.once("close", resolve));
  await once(socket, "connect");
  return { socket, closed };
}

describe("the number of connections", () => {
  it("from one address is limited over all transports; a place given back can be taken again", async () => {
    const certificate = await makeCertificate();
    const tls = { ...certificate, verify: true };
    const world = await startWorld(undefined, {
      tlsPort: 0,
      wsPort: 0,
      tls,
      connectionLimits: { mostPerAddress: 3 },
    });
    const { ports, sipPort } = world.edge;
    const first = await world.tcpPhone();
    const second = await dialTls(ports.tls ?? 0, certificate);
    const third = await WsPhone.open(`ws://127.0.0.1:${ports.ws}`);
    for (const port of [sipPort, ports.tls ?? 0, ports.ws ?? 0]) await (await silent(port)).closed;
    const elsewhere = await silent(sipPort, "127.0.0.2");
    expect(elsewhere.socket.destroyed).toBe(false);
    for (const phone of [second, third]) {
      phone.close();
      await phone.closed;
    }
    await expect.poll(() => world.edge.counts().sipConnections).toBe(2);
    const again = await dialTls(ports.tls ?? 0, certificate);
    const browser = await WsPhone.open(`ws://127.0.0.1:${ports.ws}`);
    for (const phone of [first, again, browser]) {
      phone.request({ method: "BYE" });
      await phone.status(481);
    }
  });

  it("is limited in all", async () => {
    const world = await startWorld(undefined, { connectionLimits: { most: 2 } });
    const { sipPort } = world.edge;
    await silent(sipPort, "127.0.0.2");
    await silent(sipPort, "127.0.0.3");
    await (await silent(sipPort, "127.0.0.4")).closed;
    expect(world.edge.counts().sipConnections).toBe(2);
  });
});

describe("a connection that wastes time", () => {
  it("is closed when its TLS handshake does not end, and gives its place back", async () => {
    const clock = new ManualClock();
    const certificate = await makeCertificate();
    const tls = { ...certificate, verify: true };
    const limits = { mostPerAddress: 1 };
    const world = await startWorld(clock, { tlsPort: 0, tls, connectionLimits: limits });
    const port = world.edge.ports.tls ?? 0;
    const stuck = await silent(port);
    // The beginning of a TLS record of 512 bytes.
    stuck.socket.write(Buffer.from([0x16, 3, 1, 2, 0]));
    await (await silent(port)).closed;
    clock.advance(10_000);
    await stuck.closed;
    const phone = await dialTls(port, certificate);
    phone.request({ method: "BYE" });
    await phone.status(481);
  });

  it("is closed when it speaks no TLS at all", async () => {
    const tls = { ...(await makeCertificate()), verify: true };
    const world = await startWorld(undefined, { tlsPort: 0, wssPort: 0, tls });
    for (const port of [world.edge.ports.tls ?? 0, world.edge.ports.wss ?? 0]) {
      const { socket, closed } = await silent(port);
      socket.write("OPTIONS sip:a@b SIP/2.0\r\n\r\n");
      await closed;
    }
    expect(world.edge.counts().sipConnections).toBe(0);
  });

  it("is closed when no message comes within the time one may take", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const { closed } = await silent(world.edge.sipPort);
    await expect.poll(() => world.edge.counts().sipConnections).toBe(1);
    clock.advance(31_999);
    expect(world.edge.counts().sipConnections).toBe(1);
    clock.advance(1);
    await closed;
  });

  it("over TLS is closed on a message that trickles in", async () => {
    const clock = new ManualClock();
    const certificate = await makeCertificate();
    const tls = { ...certificate, verify: true };
    const world = await startWorld(clock, { tlsPort: 0, tls });
    const phone = await dialTls(world.edge.ports.tls ?? 0, certificate);
    await expect
      .poll(() => {
        phone.send("X");
        clock.advance(8_000);
        return world.edge.counts().sipConnections;
      })
      .toBe(0);
  });

  it("is kept while something comes now and then, and closed when idle for an hour", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    await appTaking(world);
    const phone = await world.tcpPhone();
    for (const _ of [1, 2, 3]) {
      phone.request({ method: "BYE" });
      await phone.status(481);
      clock.advance(3_000_000);
      expect(world.edge.counts().sipConnections).toBe(1);
    }
    clock.advance(600_000);
    await phone.closed;
  });

  it("is closed when it does not read what it is sent", async () => {
    const world = await startWorld(undefined, {
      connectionLimits: { unsentBytes: 50_000 },
      guard: { trustedWaiting: 1_000 },
    });
    const client = await ControlClient.authenticated(world.edge.controlPort);
    await client.command("route|message");
    const { socket, closed } = await silent(world.edge.sipPort);
    socket.pause();
    const place = { transport: "TCP", port: socket.localPort ?? 0 } as const;
    const requests = Array.from({ length: 200 }, () => requestText(place, { method: "MESSAGE" }));
    socket.write(requests.join(""));
    const answer = `SIP/2.0 200 OK\r\nContent-Type: text/plain\r\n\r\n${"x".repeat(90_000)}`;
    for (const _ of requests) {
      const { line } = await client.sip();
      client.send(`sip|${line.split("|")[8]}|\r\n${answer}`);
    }
    await expect.poll(() => world.edge.counts().sipConnections, { timeout: 5_000 }).toBe(0);
    socket.resume();
    await closed;
  });
});

describe("a message that is too large", () => {
  it("is answered 413 over TLS before the connection closes", async () => {
    const certificate = await makeCertificate();
    const tls = { ...certificate, verify: true };
    const world = await startWorld(undefined, { tlsPort: 0, tls });
    const phone = await dialTls(world.edge.ports.tls ?? 0, certificate);
    const text = requestText(phone.place, { method: "MESSAGE" });
    phone.send(text.replace("Content-Length: 0", "Content-Length: 9999999"));
    await phone.status(413);
    await phone.closed;
  });
});
