import { describe, expect, it } from "vitest";
import { field, requestText, SDP } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld } from "./support/world.ts";

const ELSEWHERE = "Record-Route: <sip:192.168.77.7:5099;lr>";

describe("with NAT reckoned with", () => {
  it("a caller whose Contact is not where it sends from is reached where it sends from", async () => {
    const world = await startWorld();
    const { next, srf } = await appTaking(world, "invite");
    const phone = await world.udpPhone();
    phone.request({ method: "INVITE", body: SDP, contact: "sip:caller@192.168.77.7:5060" });
    const { req, res } = await next("invite");
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    const ended = dialog.destroy();
    const bye = await phone.method("BYE");
    expect(bye.split(" ", 2)[1]).toBe("sip:caller@192.168.77.7:5060");
    phone.respond(bye, { status: 200 });
    await ended;
  });

  it("a callee behind a proxy that records a private address is reached where the answer came from", async () => {
    const world = await startWorld();
    const { srf } = await appTaking(world);
    const phone = await world.udpPhone();
    const placed = srf.createUAC(`sip:bob@127.0.0.1:${phone.place.port}`, { localSdp: SDP });
    const invite = await phone.method("INVITE");
    phone.respond(invite, { status: 200, tag: "bob", body: SDP, headers: [ELSEWHERE] });
    const dialog = await placed;
    expect(field(await phone.method("ACK"), "Route")).toBe("<sip:192.168.77.7:5099;lr>");
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
  });
});

describe("with NAT left out of account", () => {
  it("a caller is reached at its Contact", async () => {
    const world = await startWorld(undefined, { natTraversal: false });
    const { next, srf } = await appTaking(world, "invite");
    const [phone, contact] = [await world.udpPhone(), await world.udpPhone()];
    phone.request({ method: "INVITE", body: SDP, contact: `sip:caller@127.0.0.1:${contact.place.port}` });
    const { req, res } = await next("invite");
    const dialog = await srf.createUAS(req, res, { localSdp: SDP });
    const ended = dialog.destroy();
    contact.respond(await contact.method("BYE"), { status: 200 });
    await ended;
    expect(phone.count("BYE")).toBe(0);
  });

  it("answers go to the port in Via, unless rport asks for more (RFC 3581 4)", async () => {
    const world = await startWorld(undefined, { natTraversal: false });
    await appTaking(world);
    const [phone, other] = [await world.udpPhone(), await world.udpPhone()];
    const text = requestText(other.place, { method: "BYE" });
    phone.send(text.replace(";rport", ""));
    expect(field(await other.status(481), "Via")).not.toContain("rport");
    phone.send(requestText(other.place, { method: "BYE" }));
    expect(field(await phone.status(481), "Via")).toContain(`rport=${phone.place.port}`);
  });
});
