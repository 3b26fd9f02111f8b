import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Joined } from "../support/switchboard.ts";
import { type BrowserRoom, type Meeting, openBrowserRoom, openMeeting } from "./meeting.ts";
import type { BrowserPhone } from "./phone.ts";

let room: BrowserRoom;
beforeAll(async () => {
  room = await openBrowserRoom();
});
afterAll(() => room.close());

/** A call between two browsers, established on both sides. */
async function talking({
  board,
  phone,
}: Meeting): Promise<Joined & { readonly alice: BrowserPhone; readonly bob: BrowserPhone }> {
  const [alice, bob] = [await phone("alice"), await phone("bob")];
  await alice.command("call", "bob");
  await bob.happens("called");
  await bob.command("answer");
  const joined = await board.joined.take(() => true, "a call");
  await Promise.all([alice, bob].map((one) => one.happens("established")));
  return { ...joined, alice, bob };
}

/** Waits until more media have come to each than before. */
async function hearing(...phones: readonly BrowserPhone[]): Promise<void> {
  for (const phone of phones) {
    const before = (await phone.media()).bytesReceived;
    await expect.poll(async () => (await phone.media()).bytesReceived).toBeGreaterThan(before);
  }
}

describe("INVITE between browsers by WSS", () => {
  it("carries their session descriptions through: ICE and DTLS connect, and sound arrives at both", async () => {
    const { alice, bob, caller } = await talking(await openMeeting(room));
    expect(caller.remote.sdp).toMatch(/m=audio \d+ UDP\/TLS\/RTP\/SAVPF /);
    for (const phone of [alice, bob])
      await expect.poll(async () => (await phone.media()).state).toBe("connected");
    await hearing(alice, bob);
    await alice.command("hangUp");
    await bob.happens("ended");
  });

  it("is ended by the one who was called", async () => {
    const { alice, bob } = await talking(await openMeeting(room));
    await bob.command("hangUp");
    expect((await alice.happens("ended")).detail).toBe("Terminated");
  });

  it("is ended by the application's BYE", async () => {
    const { alice, bob, caller, callee } = await talking(await openMeeting(room));
    await Promise.all([caller.destroy(), callee.destroy()]);
    await Promise.all([alice, bob].map((one) => one.happens("ended")));
  });

  it("is held by a re-INVITE and resumed by another, and sound arrives again", async () => {
    const meeting = await openMeeting(room);
    const { alice, bob } = await talking(meeting);
    await alice.command("hold");
    expect((await meeting.board.passed.take(() => true, "a re-INVITE")).req.body).toContain("a=sendonly");
    await bob.happens("held");
    await alice.happens("changed");
    await alice.command("resume");
    expect((await meeting.board.passed.take(() => true, "a re-INVITE")).req.body).toContain("a=sendrecv");
    await bob.happens("resumed");
    await hearing(alice, bob);
    await alice.command("hangUp");
    await bob.happens("ended");
  });

  it("carries DTMF by INFO", async () => {
    const meeting = await openMeeting(room);
    const { alice, bob } = await talking(meeting);
    await alice.command("dial", "7");
    expect((await bob.happens("dtmf")).detail).toBe("7");
    const { req } = await meeting.board.passed.take(() => true, "an INFO");
    expect(req.get("Content-Type")).toBe("application/dtmf-relay");
    await bob.command("hangUp");
    await alice.happens("ended");
  });

  it("is cancelled while it rings", async () => {
    const { phone, board } = await openMeeting(room);
    const [alice, bob] = [await phone("alice"), await phone("bob")];
    await alice.command("call", "bob");
    await bob.happens("called");
    await alice.happens("ringing");
    await alice.command("hangUp");
    expect((await bob.happens("failed")).detail).toBe("Canceled");
    expect(board.joined.all).toEqual([]);
  });

  it("is refused by the one who was called", async () => {
    const { phone } = await openMeeting(room);
    const [alice, bob] = [await phone("alice"), await phone("bob")];
    await alice.command("call", "bob");
    await bob.happens("called");
    await bob.command("hangUp");
    expect((await alice.happens("failed")).detail).toBe("Unavailable");
  });

  it("to somebody who is not registered comes back as 404", async () => {
    const { phone } = await openMeeting(room);
    const alice = await phone("alice");
    await alice.command("call", "nobody");
    expect((await alice.happens("failed")).detail).toBe("Not Found");
  });
});
