import { writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { type Certificate, makeCertificate } from "./support/certificate.ts";
import { field, SDP, tagIn } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { dialTls, TlsListener } from "./support/tls-phones.ts";
import { startWorld, type World } from "./support/world.ts";

interface TlsWorld extends World {
  readonly certificate: Certificate;
  readonly tlsPort: number;
}

/** A server with TLS that trusts its own certificate when it dials. */
async function tlsWorld(verify = true, trusted?: Certificate): Promise<TlsWorld> {
  const certificate = await makeCertificate();
  const { certFile, keyFile } = certificate;
  const caFile = (trusted ?? certificate).certFile;
  const world = await startWorld(undefined, { tlsPort: 0, tls: { certFile, keyFile, caFile, verify } });
  return { ...world, certificate, tlsPort: world.edge.ports.tls ?? 0 };
}

describe("SIP over TLS (RFC 3261 26.2.1)", () => {
  it("takes a call: answers, ACK and BYE stay on the connection, the application sees tls", async () => {
    const world = await tlsWorld();
    const { next, srf } = await appTaking(world, "invite");
    const phone = await dialTls(world.tlsPort, world.certificate);
    const invite = phone.request({ method: "INVITE", body: SDP });
    const { req, res } = await next("invite");
    expect(req.protocol).toBe("tls");
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    const ok = await phone.status(200);
    expect(field(ok, "Contact")).toBe(`<sip:127.0.0.1:${world.tlsPort};transport=tls>`);
    const acked = new Promise((resolve) => dialog.once("ack", resolve));
    phone.request({ method: "ACK", callId: field(invite, "Call-ID"), to: field(ok, "To") });
    await acked;
    const ended = dialog.destroy();
    const bye = await phone.method("BYE");
    expect(field(bye, "Via")).toContain(`SIP/2.0/TLS 127.0.0.1:${world.tlsPort};`);
    phone.respond(bye, { status: 200 });
    await ended;
  });

  it("answers a call to a sips URI with a sips Contact (RFC 5630 3.3)", async () => {
    const world = await tlsWorld();
    const { next } = await appTaking(world, "invite");
    const phone = await dialTls(world.tlsPort, world.certificate);
    phone.request({ method: "INVITE", uri: "sips:98668@127.0.0.1", body: SDP });
    (await next("invite")).res.send(200, { body: SDP });
    expect(field(await phone.status(200), "Contact")).toBe(`<sips:127.0.0.1:${world.tlsPort}>`);
  });

  it.each([
    ["sips", "", (port: number) => `<sips:127.0.0.1:${port}>`],
    ["sip", ";transport=tls", (port: number) => `<sip:127.0.0.1:${port};transport=tls>`],
  ])(
    "dials a %s URI%s, proving who it calls by name, and keeps the connection",
    async (scheme, parameter, contact) => {
      const world = await tlsWorld();
      const { srf } = await appTaking(world);
      const callee = await TlsListener.open(world.certificate);
      const uri = `${scheme}:bob@localhost:${callee.port}${parameter}`;
      const placed = srf.createUAC(uri, { localSdp: SDP });
      const phone = await callee.connection();
      const invite = await phone.method("INVITE");
      expect(callee.names).toEqual(["localhost"]);
      expect(field(invite, "Via")).toContain(`SIP/2.0/TLS 127.0.0.1:${world.tlsPort};`);
      expect(field(invite, "Contact")).toBe(contact(world.tlsPort));
      phone.respond(invite, { status: 200, tag: "bob", body: SDP });
      const dialog = await placed;
      await phone.method("ACK");
      const ended = dialog.destroy();
      phone.respond(await phone.method("BYE"), { status: 200 });
      await ended;
      const again = srf.createUAC(uri, { localSdp: SDP });
      phone.respond(await phone.method("INVITE"), { status: 486 });
      await expect(again).rejects.toMatchObject({ status: 486 });
      expect(callee.accepted).toBe(1);
    },
  );

  it("answers 503 in place of who shows a certificate that is not trusted, or for somebody else", async () => {
    const stranger = await makeCertificate();
    const other = await makeCertificate("elsewhere.example");
    for (const [trusted, shown] of [
      [undefined, stranger],
      [other, other],
    ] as const) {
      const world = await tlsWorld(true, trusted);
      const { srf } = await appTaking(world);
      const callee = await TlsListener.open(shown);
      const call = srf.createUAC(`sips:bob@localhost:${callee.port}`, { localSdp: SDP });
      await expect(call).rejects.toMatchObject({ status: 503 });
      expect(await callee.heardInAll()).toBe("");
    }
  });

  it("believes anybody where it is told not to verify", async () => {
    const world = await tlsWorld(false);
    const { srf } = await appTaking(world);
    const callee = await TlsListener.open(await makeCertificate("elsewhere.example"));
    const call = srf.createUAC(`sips:bob@localhost:${callee.port}`, { localSdp: SDP });
    const phone = await callee.connection();
    phone.respond(await phone.method("INVITE"), { status: 486 });
    await expect(call).rejects.toMatchObject({ status: 486 });
  });

  it("reaches a contact registered over TLS on its connection, for sip and sips alike", async () => {
    const world = await tlsWorld();
    const { next, srf } = await appTaking(world, "register");
    const phone = await dialTls(world.tlsPort, world.certificate);
    phone.request({
      method: "REGISTER",
      uri: "sip:127.0.0.1",
      contact: "sip:1001@desk.invalid;transport=tls",
    });
    (await next("register")).res.send(200, { headers: { Expires: "300" } });
    await phone.status(200);
    for (const scheme of ["sip", "sips"]) {
      const call = srf.createUAC(`${scheme}:1001@desk.invalid`, { localSdp: SDP });
      phone.respond(await phone.method("INVITE"), { status: 480 });
      await expect(call).rejects.toMatchObject({ status: 480 });
    }
  });
});

describe("sips without TLS", () => {
  it("is refused: neither UDP nor a connection in the clear will do (RFC 3261 26.2.2)", async () => {
    const world = await startWorld();
    const { next, srf } = await appTaking(world, "register");
    const phone = await world.tcpPhone();
    phone.request({
      method: "REGISTER",
      uri: "sip:127.0.0.1",
      contact: "sip:1001@desk.invalid;transport=tcp",
    });
    (await next("register")).res.send(200, { headers: { Expires: "300" } });
    await phone.status(200);
    const call = srf.createUAC("sips:1001@desk.invalid", { localSdp: SDP });
    await expect(call).rejects.toThrow(/requested protocol\/transport not available/);
  });
});

describe("certificates", () => {
  it("are replaced without dropping a connection", async () => {
    const world = await tlsWorld();
    await appTaking(world);
    const phone = await dialTls(world.tlsPort, world.certificate);
    const fresh = await makeCertificate();
    await writeFile(world.certificate.certFile, fresh.cert);
    await writeFile(world.certificate.keyFile, fresh.key);
    expect(await world.edge.reloadCertificates()).toMatchObject({ ok: true });
    phone.request({ method: "BYE" });
    await phone.status(481);
    await expect(dialTls(world.tlsPort, world.certificate)).rejects.toThrow(/self-signed certificate/);
    const later = await dialTls(world.tlsPort, fresh);
    later.request({ method: "BYE" });
    await later.status(481);
  });

  it("stay as they were where the new ones are broken, do not fit, or have expired; the fault is said", async () => {
    const world = await tlsWorld();
    const { certificate } = world;
    const other = await makeCertificate();
    const expired = await makeCertificate("localhost", new Date(Date.now() - 1000));
    for (const [cert, key, fault] of [
      ["no certificate", certificate.key, "holds no certificate"],
      [other.cert, certificate.key, "does not fit"],
      [expired.cert, expired.key, "expired"],
    ] as const) {
      await writeFile(certificate.certFile, cert);
      await writeFile(certificate.keyFile, key);
      const reloaded = await world.edge.reloadCertificates();
      expect(reloaded.ok ? "" : reloaded.fault).toContain(fault);
    }
    const phone = await dialTls(world.tlsPort, certificate);
    phone.request({ method: "BYE" });
    expect(tagIn(await phone.status(481), "From")).toBe("caller1");
  });

  it("that have expired still serve after a start, which is told as an error", async () => {
    const certificate = await makeCertificate("localhost", new Date(Date.now() - 1000));
    const told: string[] = [];
    const tls = { ...certificate, verify: true };
    const world = await startWorld(undefined, { tlsPort: 0, tls }, (message) => told.push(message));
    expect(told).toEqual(["the certificate is no longer valid"]);
    const dialled = dialTls(world.edge.ports.tls ?? 0, certificate);
    await expect(dialled).rejects.toMatchObject({ code: "CERT_HAS_EXPIRED" });
  });

  it("that cannot be read keep the server from starting, and nothing stays open", async () => {
    const tls = { certFile: "/nowhere/cert.pem", keyFile: "/nowhere/key.pem", verify: true };
    await expect(startWorld(undefined, { tlsPort: 0, tls })).rejects.toThrow(/certificate file \/nowhere/);
  });
});
