import { describe, expect, it } from "vitest";
import type { TcpPhone, UdpPhone } from "./support/phones.ts";
import { bodyOf, field, SDP, tagIn } from "./support/sip-text.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld, type World } from "./support/world.ts";

const AGENT_SDP = SDP.replace("4000", "5000");

/** A caller and an agent phone that the application joins back-to-back. */
async function joining(world: World, caller: UdpPhone | TcpPhone, uri: string) {
  const app = await appTaking(world, "invite");
  const invite = caller.request({ method: "INVITE", callId: "b2b", body: SDP });
  const { req, res } = await app.next("invite");
  const joined = app.srf.createB2BUA(req, res, uri, { localSdpB: req.body, passFailure: true });
  joined.catch(() => undefined);
  return { ...app, invite, joined };
}

function udpUri(phone: UdpPhone): string {
  return `sip:1001@127.0.0.1:${phone.place.port}`;
}

describe("a caller joined to an agent back-to-back", () => {
  it.each(["caller", "agent"])("hears ringing, talks, and the %s hangs up", async (who) => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const { joined } = await joining(world, caller, udpUri(agent));
    const offer = await agent.method("INVITE");
    expect(bodyOf(offer)).toBe(SDP);
    agent.respond(offer, { status: 180, tag: "agent" });
    await caller.status(180);
    agent.respond(offer, { status: 200, tag: "agent", body: AGENT_SDP });
    const ok = await caller.status(200);
    expect(bodyOf(ok)).toBe(AGENT_SDP);
    caller.request({ method: "ACK", callId: "b2b", to: field(ok, "To") });
    await agent.method("ACK");
    const { uas, uac } = await joined;
    uas.on("destroy", () => void uac.destroy());
    uac.on("destroy", () => void uas.destroy());
    if (who === "caller") caller.request({ method: "BYE", callId: "b2b", to: field(ok, "To"), cseq: 2 });
    else
      agent.request({
        method: "BYE",
        callId: field(offer, "Call-ID"),
        fromTag: "agent",
        to: field(offer, "From"),
      });
    const other = who === "caller" ? agent : caller;
    other.respond(await other.method("BYE"), { status: 200 });
    await (who === "caller" ? caller : agent).status(200);
    await expect.poll(() => world.edge.counts().dialogs).toBe(0);
  });

  it("hears the agent's refusal", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    await joining(world, caller, udpUri(agent));
    agent.respond(await agent.method("INVITE"), { status: 486, tag: "agent" });
    await caller.status(486);
    await agent.method("ACK");
  });

  it("cancels the agent's ringing when the caller gives up", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.udpPhone(), await world.udpPhone()];
    const { invite } = await joining(world, caller, udpUri(agent));
    const offer = await agent.method("INVITE");
    agent.respond(offer, { status: 180, tag: "agent" });
    await caller.status(180);
    const branch = /branch=([^;]+)/.exec(invite)?.[1] ?? "";
    caller.request({ method: "CANCEL", callId: "b2b", branch });
    const cancel = await agent.method("CANCEL");
    agent.respond(cancel, { status: 200 });
    agent.respond(offer, { status: 487, tag: "agent" });
    await caller.status(487);
    await agent.method("ACK");
  });

  it("reaches an agent over TCP whom the server dials, each leg on its own transport", async () => {
    const world = await startWorld();
    const listener = await world.tcpListener();
    const caller = await world.udpPhone();
    const { joined } = await joining(world, caller, `sip:1001@127.0.0.1:${listener.port};transport=tcp`);
    const agent = await listener.connection();
    const offer = await agent.method("INVITE");
    expect(field(offer, "Contact")).toBe(`<sip:caller@127.0.0.1:${world.edge.sipPort};transport=tcp>`);
    agent.respond(offer, { status: 200, tag: "agent", body: AGENT_SDP });
    const ok = await caller.status(200);
    expect(field(ok, "Contact")).toBe(`<sip:127.0.0.1:${world.edge.sipPort}>`);
    await agent.method("ACK");
    caller.request({ method: "ACK", callId: "b2b", to: field(ok, "To") });
    const { uac } = await joined;
    const ended = uac.destroy();
    agent.respond(await agent.method("BYE"), { status: 200 });
    await ended;
  });

  it("may call in over TCP, and is called back on the same connection", async () => {
    const world = await startWorld();
    const [caller, agent] = [await world.tcpPhone(), await world.udpPhone()];
    const { joined } = await joining(world, caller, udpUri(agent));
    agent.respond(await agent.method("INVITE"), { status: 200, tag: "agent", body: AGENT_SDP });
    const ok = await caller.status(200);
    caller.request({ method: "ACK", callId: "b2b", to: field(ok, "To") });
    const { uas } = await joined;
    const ended = uas.destroy();
    const bye = await caller.method("BYE");
    expect(tagIn(bye, "From")).toBe(tagIn(ok, "To"));
    caller.respond(bye, { status: 200 });
    await ended;
    expect(world.edge.counts().sipConnections).toBe(1);
  });
});
