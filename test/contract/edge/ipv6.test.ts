import { describe, expect, it, onTestFinished } from "vitest";
import { makeCertificate } from "./support/certificate.ts";
import { ControlClient } from "./support/control-client.ts";
import { TcpPhone, UdpPhone } from "./support/phones.ts";
import { field, SDP } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { SECRET, startWorld, type World } from "./support/world.ts";

const SIX = "::1";

async function phoneOver(transport: "udp" | "tcp", { edge }: World): Promise<UdpPhone | TcpPhone> {
  const phone =
    transport === "udp" ? await UdpPhone.open(edge.sipPort, SIX) : await TcpPhone.dial(edge.sipPort, SIX);
  onTestFinished(() => phone.close());
  return phone;
}

describe.each(["udp", "tcp"] as const)("IPv6 over %s (RFC 5118)", (transport) => {
  const parameter = transport === "udp" ? "" : ";transport=tcp";

  it("takes a call, with brackets wherever a host stands before a port", async () => {
    const world = await startWorld(undefined, { sipHost6: SIX });
    const { next, srf } = await appTaking(world, "invite");
    const phone = await phoneOver(transport, world);
    const invite = phone.request({ method: "INVITE", uri: "sip:98668@[::1]", body: SDP });
    const { req, res } = await next("invite");
    expect(req.source_address).toBe(SIX);
    expect(req.get("Via")).toContain(";received=::1");
    const dialog = await srf.createUAS(req, res, { localSdp: SDP, headers: { "X-Here": "yes" } });
    const ok = await phone.status(200);
    expect(field(ok, "Contact")).toBe(`<sip:[::1]:${world.edge.sipPort}${parameter}>`);
    const acked = new Promise((resolve) => dialog.once("ack", resolve));
    phone.request({ method: "ACK", callId: field(invite, "Call-ID"), to: field(ok, "To") });
    await acked;
    const ended = dialog.destroy();
    const bye = await phone.method("BYE");
    expect(field(bye, "Via")).toContain(`${transport.toUpperCase()} [::1]:${world.edge.sipPort};`);
    phone.respond(bye, { status: 200 });
    await ended;
  });

  it("places a call to an IPv6 URI", async () => {
    const world = await startWorld(undefined, { sipHost6: SIX });
    const { srf } = await appTaking(world);
    // The TCP phone dials first, so that its connection is found again by its address and port.
    const phone = await phoneOver(transport, world);
    phone.request({ method: "BYE" });
    await phone.status(481);
    const placed = srf.createUAC(`sip:bob@[0:0::1]:${phone.place.port}${parameter}`, {
      localSdp: SDP,
      headers: { From: "sip:alice@localhost" },
    });
    const invite = await phone.method("INVITE");
    expect(field(invite, "Contact")).toBe(`<sip:[::1]:${world.edge.sipPort}${parameter}>`);
    expect(field(invite, "From")).toContain(`<sip:alice@[::1]:${world.edge.sipPort}>`);
    phone.respond(invite, { status: 200, tag: "bob", body: SDP });
    const dialog = await placed;
    expect(field(await phone.method("ACK"), "Via")).toContain("[::1]:");
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
  });
});

describe("the server's own addresses", () => {
  it("are all told to an application, and none of them can be called", async () => {
    const tls = { ...(await makeCertificate()), verify: true };
    const world = await startWorld(undefined, {
      sipHost6: SIX,
      externalHost6: "2001:db8::5",
      externalHost: "sip.example.com",
      tlsPort: 0,
      wsPort: 0,
      wssPort: 0,
      tls,
    });
    const { sipPort, ports } = world.edge;
    const client = await ControlClient.open(world.edge.controlPort);
    const answer = await client.command(`authenticate|${SECRET}|`);
    const list = (four: string, six: string): string =>
      [
        ...[four, six].flatMap((host) => [`udp/${host}:${sipPort}`, `tcp/${host}:${sipPort}`]),
        ...(["tls", "ws", "wss"] as const).flatMap((name) =>
          [four, six].map((host) => `${name}/${host}:${ports[name]}`),
        ),
      ].join(",");
    const external = list("sip.example.com", "[2001:db8::5]");
    expect(answer).toBe(`OK|${external}|v0.9.10|${list("127.0.0.1", "[::1]")}`);
    for (const uri of [
      `sip:a@[2001:DB8:0::5]:${sipPort}`,
      `sip:a@[::1]:${sipPort};transport=tcp`,
      `sips:a@127.0.0.1:${ports.tls}`,
      `sip:a@SIP.example.com:${sipPort}`,
    ]) {
      const refused = await client.command(`sip||\r\nOPTIONS ${uri} SIP/2.0\r\n\r\n`);
      expect(refused).toBe("NOK|can not send request to myself");
    }
  });

  it("of IPv4 alone leave IPv6 URIs without a transport", async () => {
    const world = await startWorld();
    const client = await ControlClient.authenticated(world.edge.controlPort);
    const refused = await client.command("sip||\r\nOPTIONS sip:a@[::1]:5070 SIP/2.0\r\n\r\n");
    expect(refused).toBe("NOK|requested protocol/transport not available");
  });
});
