import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { SDP } from "../../contract/edge/support/sip-text.ts";
import { appTaking } from "../../contract/edge/support/taking.ts";
import { openMeeting, TRANSPORTS } from "./meeting.ts";

describe.each(TRANSPORTS)("INVITE by %s", (transport) => {
  it("of baresip reaches another baresip, both hear each other, and the caller hangs up", async () => {
    const { board, phone, world } = await openMeeting();
    const [alice, bob] = [await phone("alice", transport), await phone("bob", transport)];
    const connections = world.edge.counts().sipConnections;
    await alice.command("dial", "bob");
    await bob.happens("CALL_INCOMING");
    await alice.happens("CALL_RINGING");
    await bob.command("accept");
    await board.joined.take(() => true, "a call");
    await Promise.all([alice, bob].map((one) => one.happens("CALL_ESTABLISHED")));
    await Promise.all([alice, bob].map((one) => one.happens("CALL_RTPESTAB")));
    // What is bound to a connection is called over it (RFC 5626).
    expect(world.edge.counts().sipConnections).toBe(connections);
    await alice.command("hangup");
    await bob.happens("CALL_CLOSED");
  });

  it("of baresip is ended by the application's BYE", async () => {
    const { board, phone } = await openMeeting();
    const [alice, bob] = [await phone("alice", transport), await phone("bob", transport)];
    await alice.command("dial", "bob");
    await bob.happens("CALL_INCOMING");
    await bob.command("accept");
    const { caller, callee } = await board.joined.take(() => true, "a call");
    await Promise.all([caller.destroy(), callee.destroy()]);
    await alice.happens("CALL_CLOSED");
    await bob.happens("CALL_CLOSED");
  });

  it("of baresip is cancelled while it rings", async () => {
    const { phone, board } = await openMeeting();
    const [alice, bob] = [await phone("alice", transport), await phone("bob", transport)];
    await alice.command("dial", "bob");
    await bob.happens("CALL_INCOMING");
    await alice.happens("CALL_RINGING");
    await alice.command("hangup");
    await bob.happens("CALL_CLOSED");
    expect(board.joined.all).toEqual([]);
    expect(await bob.log()).toMatch(/^CANCEL sip:bob/m);
  });

  it("of the application is answered, and ended by baresip's BYE", async () => {
    const { board, phone } = await openMeeting();
    const bob = await phone("bob", transport);
    const calling = board.srf.createUAC(board.contactOf("bob"), { localSdp: SDP });
    await bob.happens("CALL_INCOMING");
    await bob.command("accept");
    const dialog = await calling;
    expect(dialog.remote.sdp).toContain(`c=IN IP4 ${bob.host}`);
    await bob.happens("CALL_ESTABLISHED");
    const ended = once(dialog, "destroy");
    await bob.command("hangup");
    const [bye] = await ended;
    expect(bye).toMatchObject({ method: "BYE", protocol: transport });
  });

  it("of the application is refused by baresip", async () => {
    const { board, phone } = await openMeeting();
    const bob = await phone("bob", transport);
    const calling = board.srf.createUAC(board.contactOf("bob"), { localSdp: SDP });
    const refused = expect(calling).rejects.toMatchObject({ status: 486 });
    await bob.happens("CALL_INCOMING");
    await bob.command("hangup");
    await refused;
  });
});

describe("INVITE of baresip", () => {
  it("to nobody comes back as 404", async () => {
    const { phone } = await openMeeting();
    const alice = await phone("alice", "udp");
    await alice.command("dial", "nobody");
    expect((await alice.happens("CALL_CLOSED")).param).toContain("404");
  });

  it("says no 100rel, so that a reliable provisional response is refused to the application (RFC 3262 3)", async () => {
    const { phone, world, board } = await openMeeting();
    board.srf.unregisterForMessages("invite");
    const { next } = await appTaking(world, "invite");
    const alice = await phone("alice", "udp");
    await alice.command("dial", "bob");
    const { res } = await next("INVITE");
    const refusal = await new Promise((resolve) => {
      res.send(183, { headers: { Require: "100rel" } }, (error) => resolve(error));
    });
    expect(String(refusal)).toContain("100rel");
    res.send(486);
    await alice.happens("CALL_CLOSED");
  });
});
