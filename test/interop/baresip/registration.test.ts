import { describe, expect, it } from "vitest";
import { openMeeting, TRANSPORTS } from "./meeting.ts";

describe.each(TRANSPORTS)("REGISTER of baresip by %s", (transport) => {
  it("is challenged, proves its password, and is accepted", async () => {
    const { board, phone } = await openMeeting();
    await phone("alice", transport);
    const registration = await board.registered("alice");
    expect(registration).toMatchObject({ expires: 300, protocol: transport });
    expect(registration.contact).toMatch(/^sip:alice.*@127\./);
  });

  it("with a wrong password is refused", async () => {
    const { board, unregistered } = await openMeeting();
    const phone = await unregistered("alice", transport, ["auth_pass=wrong"]);
    expect((await phone.happens("REGISTER_FAIL")).param).toContain("403");
    expect(board.registrations.all).toEqual([]);
  });

  it("is taken back when it signs off", async () => {
    const { board, phone } = await openMeeting();
    const alice = await phone("alice", transport);
    const { contact } = await board.registered("alice");
    await alice.command("uadelall");
    expect(await board.registered("alice")).toMatchObject({ contact, expires: 0 });
  });
});
