import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { startEdge } from "../../../src/edge/index.ts";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { makeCertificate } from "./support/certificate.ts";
import { ControlClient, frame } from "./support/control-client.ts";
import { SDP } from "./support/sip-text.ts";
import { connectSrf } from "./support/srf.ts";
import { SECRET, startWorld } from "./support/world.ts";

describe("the secret", () => {
  it("may be left out on loopback: any is then right", async () => {
    const { edge } = await startWorld(undefined, { controlSecret: undefined });
    const client = await ControlClient.open(edge.controlPort);
    expect(await client.command("authenticate|whatever|")).toMatch(/^OK\|/);
    const silent = await ControlClient.open(edge.controlPort);
    expect(await silent.command("ping")).toBe("NO|not authenticated");
  });

  it.each([
    { controlHost: "0.0.0.0" },
    { controlListeners: [{ protocol: "tcp", host: "0.0.0.0", port: 0 }] as const },
  ])("must be there where others can reach the port: %j", async (address) => {
    const starting = startEdge({
      sipHost: "127.0.0.1",
      sipPort: 0,
      controlHost: "127.0.0.1",
      controlPort: 0,
      logLevel: "silent",
      ...address,
    });
    await expect(starting).rejects.toThrow("a secret is needed to await applications on 0.0.0.0");
  });

  it("when wrong is answered later each time, and nothing else is heard meanwhile", async () => {
    const clock = new ManualClock();
    const { edge } = await startWorld(clock);
    for (const delay of [100, 200, 400]) {
      const client = await ControlClient.open(edge.controlPort);
      await expect.poll(() => edge.counts().apps).toBe(1);
      const waiting = clock.waiting;
      const id = client.send("authenticate|wrong|");
      client.send(`authenticate|${SECRET}|`);
      await expect.poll(() => clock.waiting).toBeGreaterThan(waiting);
      clock.advance(delay - 1);
      expect(client.inbox.all).toEqual([]);
      clock.advance(1);
      await client.inbox.take((text) => text.endsWith(`|response|${id}|NO|incorrect secret`), "a refusal");
      await client.closed;
      expect(client.inbox.all).toHaveLength(1);
      await expect.poll(() => edge.counts().apps).toBe(0);
    }
  });

  it("does not have to wait for those who have it, however many guess", async () => {
    const { edge } = await startWorld(new ManualClock());
    for (let guess = 0; guess < 10; guess++) {
      const client = await ControlClient.open(edge.controlPort);
      client.send("authenticate|wrong|");
    }
    const client = await ControlClient.open(edge.controlPort);
    expect(await client.command(`authenticate|${SECRET}|`)).toMatch(/^OK\|/);
  });
});

describe("a connection that has not proved itself", () => {
  it("is closed after ten seconds, one that has is kept", async () => {
    const clock = new ManualClock();
    const { edge } = await startWorld(clock);
    const proven = await ControlClient.authenticated(edge.controlPort);
    const silent = await ControlClient.open(edge.controlPort);
    const slow = await ControlClient.open(edge.controlPort);
    slow.write("40#slow|authen");
    await expect.poll(() => edge.counts().apps).toBe(3);
    clock.advance(10_000);
    await Promise.all([silent.closed, slow.closed]);
    expect(await proven.command("ping")).toBe("OK|pong");
    expect(edge.counts().apps).toBe(1);
  });

  it("may say no more than a secret needs; afterwards frames may be large, in the same read too", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const wordy = await ControlClient.open(world.edge.controlPort);
    wordy.write(`2049#${"x".repeat(100)}`);
    await wordy.closed;
    const client = await ControlClient.open(world.edge.controlPort);
    const body = "y".repeat(20_000);
    const head = `MESSAGE sip:a@127.0.0.1:${phone.place.port} SIP/2.0\r\nContent-Type: text/plain`;
    client.write(frame(`a|authenticate|${SECRET}|`) + frame(`b|sip||\r\n${head}\r\n\r\n${body}`));
    expect(await phone.method("MESSAGE")).toContain(body);
  });

  it("gives way to newcomers where there are too many, the oldest first", async () => {
    const { edge } = await startWorld(undefined, { controlLimits: { unprovenPerSource: 2 } });
    const first = await ControlClient.open(edge.controlPort);
    const second = await ControlClient.open(edge.controlPort);
    const third = await ControlClient.open(edge.controlPort);
    await first.closed;
    for (const client of [second, third]) {
      expect(await client.command(`authenticate|${SECRET}|`)).toMatch(/^OK\|/);
    }
  });

  it("finds no place where the server has as many connections as it takes", async () => {
    const { edge } = await startWorld(undefined, { controlLimits: { connections: 1 } });
    const first = await ControlClient.authenticated(edge.controlPort);
    const second = await ControlClient.open(edge.controlPort);
    await second.closed;
    expect(await first.command("ping")).toBe("OK|pong");
  });
});

describe("an application", () => {
  it("that does not read what it is sent is cut, and its methods go to others", async () => {
    const world = await startWorld(undefined, { controlLimits: { unreadBytes: 64 * 1024 } });
    const phone = await world.tcpPhone();
    const deaf = await ControlClient.authenticated(world.edge.controlPort);
    await deaf.command("route|message");
    deaf.stopReading();
    // The machine's own buffers take some megabytes before any of it waits in the server.
    const body = SDP + "z".repeat(200_000);
    await expect
      .poll(
        () => {
          for (let n = 0; n < 10; n++) phone.request({ method: "MESSAGE", body });
          return world.edge.counts().apps;
        },
        { timeout: 10_000 },
      )
      .toBe(0);
    const reading = await ControlClient.authenticated(world.edge.controlPort);
    await reading.command("route|message");
    phone.request({ method: "MESSAGE" });
    await reading.sip();
  });

  it("that registers verbs without end is closed", async () => {
    const { edge } = await startWorld(undefined, { controlLimits: { verbs: 2 } });
    const client = await ControlClient.authenticated(edge.controlPort);
    for (const verb of ["a", "b", "a"]) expect(await client.command(`route|${verb}`)).toBe("OK");
    expect(await client.command("route|c")).toBe("NO|too many routes");
    await client.closed;
  });
});

describe("control ports", () => {
  it("may be several, some with TLS; what they serve is the same", async () => {
    const tls = await makeCertificate();
    const { edge } = await startWorld(undefined, {
      controlListeners: [
        { protocol: "tls", host: "127.0.0.1", port: 0 },
        { protocol: "tcp", host: "127.0.0.2", port: 0 },
      ],
      controlCertificate: tls,
    });
    const [plain = 0, secure = 0, further = 0] = edge.controlPorts;
    expect([plain, new Set(edge.controlPorts).size > 1, further > 0]).toEqual([edge.controlPort, true, true]);
    const client = await ControlClient.openTls(secure, tls.cert);
    expect(await client.command(`authenticate|${SECRET}|`)).toMatch(/^OK\|/);
    const srf = await connectSrf(secure, SECRET, { tls: { ca: tls.cert } });
    expect(edge.counts().apps).toBe(2);
    srf.disconnect();
  });

  it("with TLS close whoever speaks without it", async () => {
    const { edge } = await startWorld(undefined, {
      controlListeners: [{ protocol: "tls", host: "127.0.0.1", port: 0 }],
      controlCertificate: await makeCertificate(),
    });
    const client = await ControlClient.open(edge.controlPorts[1] ?? 0);
    client.write(frame(`a|authenticate|${SECRET}|`));
    await client.closed;
    expect(client.inbox.all.filter((text) => text.includes("|OK|"))).toEqual([]);
    await expect.poll(() => edge.counts().apps).toBe(0);
  });

  it("with TLS close whoever does not finish the handshake", async () => {
    const clock = new ManualClock();
    const { edge } = await startWorld(clock, {
      controlListeners: [{ protocol: "tls", host: "127.0.0.1", port: 0 }],
      controlCertificate: await makeCertificate(),
    });
    const client = await ControlClient.open(edge.controlPorts[1] ?? 0);
    await expect.poll(() => edge.counts().apps).toBe(1);
    clock.advance(10_000);
    await client.closed;
    await expect.poll(() => edge.counts().apps).toBe(0);
  });

  it("take a renewed certificate for new connections and keep the old ones", async () => {
    const [old, fresh] = [await makeCertificate(), await makeCertificate()];
    const { edge } = await startWorld(undefined, {
      controlListeners: [{ protocol: "tls", host: "127.0.0.1", port: 0 }],
      controlCertificate: old,
    });
    const port = edge.controlPorts[1] ?? 0;
    const before = await ControlClient.openTls(port, old.cert);
    await writeFile(old.certFile, fresh.cert);
    await writeFile(old.keyFile, "nonsense");
    await expect(edge.reloadControlCertificate()).rejects.toThrow(old.certFile);
    await ControlClient.openTls(port, old.cert);
    await writeFile(old.keyFile, fresh.key);
    await edge.reloadControlCertificate();
    const after = await ControlClient.openTls(port, fresh.cert);
    for (const client of [before, after]) {
      expect(await client.command(`authenticate|${SECRET}|`)).toMatch(/^OK\|/);
    }
  });

  it("with TLS need a certificate that can be read; the start fails and says which cannot", async () => {
    const missing = { certFile: "/nowhere/cert.pem", keyFile: "/nowhere/key.pem" };
    const starting = startWorld(undefined, {
      controlListeners: [{ protocol: "tls", host: "127.0.0.1", port: 0 }],
      controlCertificate: missing,
    });
    await expect(starting).rejects.toThrow("/nowhere/cert.pem");
  });
});
