import { describe, expect, it } from "vitest";
import { appProxying, inDialogOf, routesOf, uriOf } from "./support/proxying.ts";
import { bodyOf, branchOf, field, fields, SDP } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

const ANSWER = SDP.replace("4000", "5000");

describe("a stateful proxy (RFC 3261 16)", () => {
  it("passes an INVITE on with its own Via and one hop less, and the answers back", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(agent)], { headers: { "X-Tenant": "98668" } });
    const sent = caller.request({
      method: "INVITE",
      body: SDP,
      headers: ["X-Tenant: forged", "Subject: hi"],
    });
    const invite = await agent.method("INVITE");
    expect(invite.split("\r\n", 1)[0]).toBe(`INVITE ${uriOf(agent)} SIP/2.0`);
    expect(fields(invite, "Via")).toHaveLength(2);
    expect(fields(invite, "Via")[1]).toContain(branchOf(sent));
    expect(field(invite, "Max-Forwards")).toBe("69");
    expect(fields(invite, "X-Tenant")).toEqual(["98668"]);
    expect(field(invite, "Subject")).toBe("hi");
    expect(fields(invite, "Record-Route")).toEqual([]);
    expect(bodyOf(invite)).toBe(SDP);
    agent.respond(invite, { status: 100 });
    agent.respond(invite, { status: 180, tag: "agent" });
    const ringing = await caller.status(180);
    expect(fields(ringing, "Via")).toHaveLength(1);
    agent.respond(invite, { status: 200, tag: "agent", body: ANSWER });
    const ok = await caller.status(200);
    expect(bodyOf(ok)).toBe(ANSWER);
    expect(caller.count("SIP/2.0 100")).toBe(1);
    const results = await app.ended();
    expect(results).toMatchObject({ connected: true, finalStatus: 200 });
    expect(results).toMatchObject({ responses: [{ address: "127.0.0.1", port: agent.place.port }] });
    expect(world.edge.counts()).toMatchObject({ proxied: 0, dialogs: 0 });
  });

  it("stays in the way of the dialog where it record-routes, and asks the application no more", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const app = await appProxying(world, [uriOf(agent)], { remainInDialog: true });
    caller.request({ method: "INVITE", body: SDP });
    const invite = await agent.method("INVITE");
    expect(field(invite, "Record-Route")).toMatch(/^<sip:[^@]+@127\.0\.0\.1:\d+;lr>$/);
    agent.respond(invite, { status: 200, tag: "agent", body: ANSWER });
    const ok = await caller.status(200);
    caller.request(inDialogOf(ok, "ACK", 1));
    const ack = await agent.method("ACK");
    expect(fields(ack, "Route")).toEqual([]);
    for (const [nth, method] of ["INFO", "INVITE", "UPDATE", "BYE"].entries()) {
      caller.request(inDialogOf(ok, method, nth + 2));
      const request = await agent.method(method);
      expect(field(request, "Max-Forwards")).toBe("69");
      agent.respond(request, { status: 200 });
      const answer = await caller.status(200);
      expect(field(answer, "CSeq")).toBe(`${nth + 2} ${method}`);
      expect(fields(answer, "Via")).toHaveLength(1);
    }
    expect(app.asked).toHaveLength(1);
  });

  it("takes the callee's requests to the caller as well", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await appProxying(world, [uriOf(agent)], { remainInDialog: true });
    caller.request({ method: "INVITE", body: SDP });
    const invite = await agent.method("INVITE");
    agent.respond(invite, { status: 200, tag: "agent", body: ANSWER });
    await caller.status(200);
    agent.request({
      method: "BYE",
      uri: uriOf(caller, "caller"),
      callId: field(invite, "Call-ID"),
      fromTag: "agent",
      to: field(invite, "From"),
      headers: routesOf(invite, "Record-Route").map((route) => `Route: ${route}`),
    });
    caller.respond(await caller.method("BYE"), { status: 200 });
    await agent.status(200);
  });
});
