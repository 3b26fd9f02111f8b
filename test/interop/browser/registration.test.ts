import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BrowserRoom, openBrowserRoom, openMeeting } from "./meeting.ts";

let room: BrowserRoom;
beforeAll(async () => {
  room = await openBrowserRoom();
});
afterAll(() => room.close());

describe("REGISTER of a browser by WSS (RFC 7118)", () => {
  it("is challenged, proves its password, and binds a contact that no name server knows", async () => {
    const { board, phone, world } = await openMeeting(room);
    await phone("alice");
    const registration = await board.registered("alice");
    expect(registration.expires).toBe(300);
    expect(registration.contact).toMatch(/^sip:\w+@\w+\.invalid;transport=ws$/);
    expect(world.edge.counts()).toMatchObject({ bindings: 1, sipConnections: 1 });
  });

  it("with a wrong password is refused", async () => {
    const { board, starting } = await openMeeting(room);
    const phone = await starting("alice", "wrong");
    expect((await phone.happens("registration-failed")).detail).toBe("Rejected");
    expect(board.registrations.all).toEqual([]);
  });

  it("is taken back when it signs off", async () => {
    const { board, phone, world } = await openMeeting(room);
    const alice = await phone("alice");
    await board.registered("alice");
    await alice.command("signOff");
    await alice.happens("unregistered");
    expect((await board.registered("alice")).expires).toBe(0);
    expect(world.edge.counts().bindings).toBe(0);
  });

  it("comes again after the connection broke, and calls reach it there", async () => {
    const { board, phone, network, world } = await openMeeting(room);
    const [alice, bob] = [await phone("alice"), await phone("bob")];
    network.cut();
    await Promise.all([alice, bob].map((one) => one.happens("disconnected")));
    await Promise.all([alice, bob].map((one) => one.happens("registered")));
    await expect.poll(() => world.edge.counts()).toMatchObject({ bindings: 2, sipConnections: 2 });
    await alice.command("call", "bob");
    await bob.happens("called");
    await bob.command("answer");
    await board.joined.take(() => true, "a call");
    await Promise.all([alice, bob].map((one) => one.happens("established")));
    await alice.command("hangUp");
    await bob.happens("ended");
  });
});
