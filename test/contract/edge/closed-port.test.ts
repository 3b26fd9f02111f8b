import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { UdpPhone } from "./support/phones.ts";
import { SDP } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";

/** A UDP port on which nobody listens. */
async function closedPort(world: World): Promise<number> {
  const phone = await UdpPhone.open(world.edge.sipPort);
  phone.close();
  return phone.place.port;
}

describe("a request to a closed UDP port (RFC 3261 18.4)", () => {
  it("ends with 503 soon, each time", async () => {
    const world = await startWorld();
    const { srf } = await appTaking(world);
    const uri = `sip:bob@127.0.0.1:${await closedPort(world)}`;
    for (const _ of [1, 2]) {
      await expect(srf.createUAC(uri, { localSdp: SDP })).rejects.toMatchObject({ status: 503 });
    }
    expect(world.edge.counts()).toMatchObject({ clientTransactions: 0, dialogs: 0 });
  });

  it("ends with 408 after 64*T1 where it is not looked for", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock, { noticeClosedPorts: false });
    const { srf } = await appTaking(world);
    const failed = expect(
      srf.createUAC(`sip:bob@127.0.0.1:${await closedPort(world)}`, { localSdp: SDP }),
    ).rejects.toMatchObject({ status: 408 });
    await expect.poll(() => world.edge.counts().clientTransactions).toBe(1);
    clock.advance(32_000);
    await failed;
  });

  it("is not taken from somebody who is merely slow", async () => {
    const world = await startWorld();
    const { srf } = await appTaking(world);
    const phone = await world.udpPhone();
    const placed = srf.createUAC(`sip:bob@127.0.0.1:${phone.place.port}`, { localSdp: SDP });
    const invite = await phone.method("INVITE");
    // A repeat comes: more than 500 ms went by in silence.
    await phone.method("INVITE");
    phone.respond(invite, { status: 200, tag: "bob", body: SDP });
    await placed;
  });
});
