import { describe, expect, it } from "vitest";
import { UdpPhone } from "./support/phones.ts";
import { field, SDP } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld } from "./support/world.ts";

/** More than 1,300 bytes, with the headers around it. */
const LARGE = SDP + "a=filler:0123456789\r\n".repeat(60);

describe("a request too large for UDP (RFC 3261 18.1.1)", () => {
  it("goes over TCP, with everything that belongs to it", async () => {
    const world = await startWorld();
    const { srf } = await appTaking(world);
    const callee = await world.tcpListener();
    const placed = srf.createUAC(`sip:bob@127.0.0.1:${callee.port}`, { localSdp: LARGE });
    const phone = await callee.connection();
    const invite = await phone.method("INVITE");
    expect(field(invite, "Via")).toContain("SIP/2.0/TCP");
    phone.respond(invite, { status: 486 });
    await expect(placed).rejects.toMatchObject({ status: 486 });
    expect(field(await phone.method("ACK"), "Via")).toBe(field(invite, "Via"));
  });

  it("goes over UDP where TCP is refused, and straight over UDP the next time", async () => {
    const world = await startWorld();
    const { srf } = await appTaking(world);
    const phone = await world.udpPhone();
    const uri = `sip:bob@127.0.0.1:${phone.place.port}`;
    const first = srf.createUAC(uri, { localSdp: LARGE });
    const invite = await phone.method("INVITE");
    expect(field(invite, "Via")).toContain("SIP/2.0/UDP");
    phone.respond(invite, { status: 486 });
    await expect(first).rejects.toMatchObject({ status: 486 });
    expect(field(await phone.method("ACK"), "Via")).toBe(field(invite, "Via"));
    // Somebody takes TCP there by now, but is not asked again so soon.
    const again = srf.createUAC(uri, { localSdp: LARGE });
    phone.respond(await phone.method("INVITE"), { status: 603 });
    await expect(again).rejects.toMatchObject({ status: 603 });
    expect(world.edge.counts()).toMatchObject({ sipConnections: 0 });
  });

  it("is told once as failed where neither transport gets it there", async () => {
    const world = await startWorld();
    const { srf } = await appTaking(world);
    const gone = await UdpPhone.open(world.edge.sipPort);
    gone.close();
    const placed = srf.createUAC(`sip:bob@127.0.0.1:${gone.place.port}`, { localSdp: LARGE });
    await expect(placed).rejects.toMatchObject({ status: 503 });
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0, dialogs: 0 });
  });

  it.each([
    ["its URI says UDP", ";transport=udp", {}],
    ["the server is told so", "", { largeOverTcp: false }],
  ])("stays on UDP where %s", async (_why, parameter, config) => {
    const world = await startWorld(undefined, config);
    const { srf } = await appTaking(world);
    const phone = await world.udpPhone();
    const placed = srf.createUAC(`sip:bob@127.0.0.1:${phone.place.port}${parameter}`, { localSdp: LARGE });
    phone.respond(await phone.method("INVITE"), { status: 486 });
    await expect(placed).rejects.toMatchObject({ status: 486 });
    expect(world.edge.counts().sipConnections).toBe(0);
  });
});
