import { describe, expect, it } from "vitest";
import type { Joined } from "../support/switchboard.ts";
import type { Baresip } from "./baresip.ts";
import { type Meeting, openMeeting, TRANSPORTS, type Transport } from "./meeting.ts";

/** A call between two baresips, in which each has heard the other. */
async function talking(
  { board, unregistered }: Meeting,
  transport: Transport,
  parameters: readonly string[] = [],
): Promise<Joined & { readonly alice: Baresip; readonly bob: Baresip; readonly callId: string }> {
  const alice = await unregistered("alice", transport, parameters);
  const bob = await unregistered("bob", transport, parameters);
  for (const phone of [alice, bob]) await phone.happens("REGISTER_OK");
  const dialled = await alice.command("dial", "bob");
  await bob.happens("CALL_INCOMING");
  await bob.command("accept");
  const joined = await board.joined.take(() => true, "a call");
  for (const phone of [alice, bob]) await phone.happens("CALL_RTPESTAB");
  return { ...joined, alice, bob, callId: dialled.replace("call id:", "").trim() };
}

describe.each(TRANSPORTS)("in a call of baresips by %s", (transport) => {
  it("a re-INVITE holds and another resumes (RFC 3264 8.4)", async () => {
    const meeting = await openMeeting();
    const { alice, bob, caller, callId } = await talking(meeting, transport);
    await alice.command("hold");
    const { from, req } = await meeting.board.passed.take(() => true, "a re-INVITE");
    expect(from).toBe(caller);
    expect(req.body).toMatch(/a=(sendonly|inactive)/);
    // It does so, and says "Invalid argument" all the same.
    await expect(alice.command("resume", callId)).rejects.toThrow("Invalid argument");
    const again = await meeting.board.passed.take(() => true, "a re-INVITE");
    expect(again.req.body).toContain("a=sendrecv");
    await bob.command("hangup");
    await alice.happens("CALL_CLOSED");
  });

  it("DTMF passes beside the server as RFC 4733 events", async () => {
    const meeting = await openMeeting();
    const { alice, bob } = await talking(meeting, transport);
    await alice.command("sndcode", "7");
    expect((await bob.happens("CALL_DTMF_START")).param).toBe("7");
    expect(meeting.board.passed.all).toEqual([]);
  });

  it("DTMF passes through the server by INFO", async () => {
    const meeting = await openMeeting();
    const { alice, bob } = await talking(meeting, transport, ["dtmfmode=info"]);
    await alice.command("sndcode", "5");
    const { req } = await meeting.board.passed.take(() => true, "an INFO");
    expect(req.get("Content-Type")).toBe("application/dtmf-relay");
    expect(req.body).toContain("Signal=5");
    expect((await bob.happens("CALL_DTMF_START")).param).toBe("5");
  });

  it("REFER moves it to a third baresip, and the one who transferred is told and leaves", async () => {
    const meeting = await openMeeting();
    const { board } = meeting;
    const { alice, bob, caller, callee } = await talking(meeting, transport);
    const carol = await meeting.phone("carol", transport);
    await alice.command("transfer", "carol");
    const { req, res } = await board.refers.take(() => true, "a REFER");
    expect(req.get("Refer-To")).toContain("carol@");
    res.send(202);
    const calling = board.srf.createUAC(board.contactOf("carol"), { localSdp: callee.remote.sdp });
    await carol.happens("CALL_INCOMING");
    await carol.command("accept");
    const target = await calling;
    await callee.modify(target.remote.sdp);
    caller.removeAllListeners("destroy");
    await caller.request({
      method: "NOTIFY",
      headers: {
        Event: "refer",
        "Subscription-State": "terminated;reason=noresource",
        "Content-Type": "message/sipfrag",
      },
      body: "SIP/2.0 200 OK\r\n",
    });
    await alice.happens("CALL_CLOSED");
    await carol.happens("CALL_RTPESTAB");
    target.on("destroy", () => void callee.destroy());
    await carol.command("hangup");
    await bob.happens("CALL_CLOSED");
  });

  it("REFER of the application is carried out by baresip, which tells how it went (RFC 3515)", async () => {
    const meeting = await openMeeting();
    const { board, world } = meeting;
    const { bob, callee } = await talking(meeting, transport);
    const carol = await meeting.phone("carol", transport);
    const told = new Promise<string>((resolve) => {
      callee.on("notify", (req: { body?: string }, res: { send(status: number): void }) => {
        res.send(200);
        if (req.body?.includes("SIP/2.0 200")) resolve(req.body);
      });
    });
    const port = transport === "tls" ? world.edge.ports.tls : world.edge.sipPort;
    const answer = await callee.request({
      method: "REFER",
      headers: {
        "Refer-To": `<sip:carol@127.0.0.1:${port};transport=${transport}>`,
        "Referred-By": "<sip:app@127.0.0.1>",
      },
    });
    expect(answer.status).toBe(202);
    await carol.happens("CALL_INCOMING");
    await carol.command("accept");
    await board.joined.take(() => true, "the new call");
    await told;
    await carol.happens("CALL_RTPESTAB");
    await callee.destroy();
    await carol.command("hangup");
    await bob.happens("CALL_CLOSED");
  });
});
