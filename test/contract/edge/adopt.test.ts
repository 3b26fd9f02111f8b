import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { called, calling, linesOf, NamedApp, talking } from "./support/handover.ts";
import { SDP } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

async function open(clock?: ManualClock) {
  const world = await startWorld(clock);
  const app = await (await NamedApp.open(world)).takes("invite");
  return { world, app, phone: await world.udpPhone() };
}

describe("route|adoption", () => {
  it("says that the extension is here, where the original would only take a verb it does not know", async () => {
    const { app } = await open();
    expect(await app.client.command("route|adoption")).toBe("OK|adoption|1");
    expect(await app.client.command("route|adoptions")).toBe("OK");
  });
});

describe("list", () => {
  it("says of each dialog all that is needed to go on with it", async () => {
    const { world, app, phone } = await open();
    const { inDialog, dialogId } = await talking(app, phone, "theirs");
    await called(app, phone, "ours");
    await app.client.command(`note|${dialogId}\r\n王先生, leg 1`);
    await app.die();
    const [ours, theirs] = await (await NamedApp.open(world)).list();
    const place = `127.0.0.1:${phone.place.port}`;
    expect(theirs).toEqual({
      kind: "dialog",
      id: dialogId,
      usage: "INVITE",
      role: "uas",
      state: "confirmed",
      ended: false,
      usageOver: false,
      subscriptions: [],
      callId: "theirs",
      localTag: inDialog.to.split("tag=")[1],
      remoteTag: "caller1",
      localAddress: inDialog.to,
      remoteAddress: "<sip:caller@127.0.0.1>;tag=caller1",
      localContact: `<sip:127.0.0.1:${world.edge.sipPort}>`,
      remoteTarget: `sip:caller@${place}`,
      routeSet: [],
      localSeq: expect.any(Number),
      localSdp: SDP.replace("4000", "6000"),
      remoteSdp: SDP,
      event: "",
      note: "王先生, leg 1",
      awaitingAck: false,
      unacknowledged: "",
      waiting: 0,
      endsInSeconds: 30,
    });
    expect(ours).toMatchObject({
      id: "ours;from-tag=app1",
      role: "uac",
      state: "confirmed",
      localTag: "app1",
      remoteTag: "agent",
      remoteTarget: `sip:callee@${place}`,
      localSdp: SDP,
      remoteSdp: SDP,
    });
  });

  it("has the transactions that are open, and the registrations", async () => {
    const { world, app, phone } = await open();
    await app.takes("register");
    const registered = await world.tcpPhone();
    registered.request({ method: "REGISTER", headers: ["Expires: 60"] });
    await app.respond((await app.next("REGISTER")).transactionId, 200);
    phone.request({ method: "INVITE", callId: "in", body: SDP });
    const incoming = await app.next("INVITE");
    const outgoing = await calling(app, phone, "out");
    await app.die();
    const lines = await (await NamedApp.open(world)).list();
    expect(lines).toContainEqual(
      expect.objectContaining({
        kind: "transaction",
        role: "uas",
        id: incoming.transactionId,
        method: "INVITE",
        state: "trying",
        waiting: 1,
      }),
    );
    expect(lines).toContainEqual(
      expect.objectContaining({
        kind: "transaction",
        role: "uac",
        id: outgoing.transactionId,
        dialog: outgoing.dialogId,
        state: "calling",
        sip: outgoing.invite,
      }),
    );
    expect(lines).toContainEqual({
      kind: "registration",
      id: "caller@127.0.0.1",
      protocol: "tcp",
      address: "127.0.0.1",
      port: registered.place.port,
      expiresInSeconds: 60,
    });
  });

  it("comes in parts, each naming where the next goes on", async () => {
    const { world, app, phone } = await open();
    const big = `${SDP}a=x:${"x".repeat(20_000)}\r\n`;
    for (const name of ["c", "a", "b", "d"]) {
      const { dialogId, transactionId } = await calling(app, phone, name);
      await app.client.command(`note|${dialogId}\r\n${"n".repeat(4_000)}`);
      expect(transactionId).not.toBe("");
    }
    for (const name of ["e", "f"]) {
      const tcp = await world.tcpPhone();
      tcp.request({ method: "INVITE", callId: name, body: big });
      const { transactionId } = await app.next("INVITE");
      await app.respond(transactionId, 200, big);
      await tcp.status(200);
    }
    await app.die();
    const heir = await NamedApp.open(world);
    const ids: unknown[] = [];
    let pages = 0;
    for (let next = ""; pages === 0 || next !== ""; pages++) {
      const page = await heir.client.command(`list|${next}`);
      const [, count, after = ""] = page.split("\r\n", 1)[0]?.split("|") ?? [];
      expect(linesOf(page)).toHaveLength(Number(count));
      ids.push(...linesOf(page).map(({ id }) => id));
      next = after;
    }
    expect(pages).toBe(2);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.slice(0, 4)).toEqual(["a", "b", "c", "d"].map((name) => `${name};from-tag=app1`));
    expect(ids).toHaveLength(6 + 4);
  });

  it("is empty where nothing was left, and refused to who gave no app tag", async () => {
    const { world } = await open();
    expect(await (await NamedApp.open(world)).list()).toEqual([]);
    const nameless = await NamedApp.open(world, "tag1,tag2");
    for (const command of ["list", "adopt|all", "abandon"])
      expect(await nameless.client.command(command)).toBe("NOK|no app tag was given");
    expect(await nameless.client.command("ping")).toBe("OK|pong");
  });
});

describe("adopt", () => {
  it("gives the calls to the successor, who then has them as if they had been its own", async () => {
    const { world, app, phone } = await open();
    const { inDialog, dialogId } = await talking(app, phone, "moved");
    await app.die();
    const heir = await NamedApp.open(world);
    expect(await heir.request(dialogId, "BYE")).toMatch(/^NOK\|/);
    expect(await heir.adopt("all")).toBe("OK|1|0|0");
    phone.request({ ...inDialog, method: "INFO", cseq: 2 });
    const info = await heir.next("INFO");
    await heir.respond(info.transactionId, 200);
    await phone.status(200);
    await heir.request(dialogId, "BYE");
    phone.respond(await phone.method("BYE"), { status: 200 });
    await heir.next("SIP/2.0 200");
    expect(world.edge.counts()).toMatchObject({ dialogs: 0, estates: 0 });
  });

  it("a second time finds nothing more, and takes nothing from who has it", async () => {
    const { world, app, phone } = await open();
    const { dialogId } = await talking(app, phone, "once");
    await app.die();
    const [first, second] = [await NamedApp.open(world), await NamedApp.open(world)];
    expect(await first.adopt(dialogId)).toBe("OK|1|0|0");
    for (const heir of [first, second]) {
      expect(await heir.adopt("all")).toBe("OK|0|0|0");
      expect(await heir.adopt(dialogId)).toBe(`OK|0|0|0\r\n${dialogId}`);
    }
    expect(await second.request(dialogId, "BYE")).toMatch(/^NOK\|/);
    expect(await first.request(dialogId, "BYE")).toMatch(/^OK\|/);
  });

  it("of some leaves the others, with the time they have and what waits for them", async () => {
    const clock = new ManualClock();
    const { world, app, phone } = await open(clock);
    const [one, two] = [await talking(app, phone, "one"), await talking(app, phone, "two")];
    const ringing = await calling(app, phone, "three");
    await app.die();
    phone.request({ ...two.inDialog, method: "INFO", cseq: 2 });
    await phone.status(200);
    clock.advance(10_000);
    const heir = await NamedApp.open(world);
    expect(await heir.adopt(one.dialogId, ringing.transactionId)).toBe("OK|2|1|0");
    expect(await heir.list()).toMatchObject([{ id: two.dialogId, waiting: 1, endsInSeconds: 20 }]);
    expect(await heir.adopt()).toBe("NOK|nothing was named to adopt");
    clock.advance(20_000);
    phone.respond(await phone.method("BYE"), { status: 200 });
    expect(await heir.request(one.dialogId, "BYE")).toMatch(/^OK\|/);
    expect(world.edge.counts().estates).toBe(0);
  });

  it("reaches only what was left under the same name", async () => {
    const { world, app, phone } = await open();
    await talking(app, phone, "private");
    await app.die();
    const stranger = await NamedApp.open(world, "app:another");
    expect(await stranger.list()).toEqual([]);
    expect(await stranger.adopt("all")).toBe("OK|0|0|0");
    const heir = await NamedApp.open(world, "blue,app=centre");
    expect(await heir.adopt("all")).toBe("OK|1|0|0");
  });

  it("has what a connection left that was closed for a fault of its own", async () => {
    const { world, app, phone } = await open();
    await talking(app, phone, "fault");
    expect(await app.client.command("nonsense|x")).toBe("NO|Unknown message type");
    expect(await (await NamedApp.open(world)).adopt("all")).toBe("OK|1|0|0");
  });

  it("may be repeated from life to life: who adopted and is lost leaves it again", async () => {
    const { world, app, phone } = await open();
    const { inDialog } = await talking(app, phone, "nine-lives");
    await app.die();
    for (const cseq of [2, 3, 4]) {
      const heir = await NamedApp.open(world);
      expect(await heir.adopt("all")).toBe("OK|1|0|0");
      phone.request({ ...inDialog, method: "INFO", cseq });
      await heir.respond((await heir.next("INFO")).transactionId, 200);
      await phone.status(200);
      await heir.die();
    }
  });
});

describe("several applications of one name", () => {
  it("keep their own calls; a survivor may adopt what the other left", async () => {
    const { world, app, phone } = await open();
    const survivor = await NamedApp.open(world);
    await talking(app, phone, "theirs");
    expect(await survivor.list()).toEqual([]);
    expect(await survivor.adopt("all")).toBe("OK|0|0|0");
    await app.die();
    expect(await survivor.adopt("all")).toBe("OK|1|0|0");
  });

  it("that are lost one after the other leave one list, each with its own time", async () => {
    const clock = new ManualClock();
    const { world, app, phone } = await open(clock);
    await talking(app, phone, "first");
    await app.die();
    const other = await (await NamedApp.open(world)).takes("invite");
    await talking(other, phone, "second");
    clock.advance(10_000);
    await other.die();
    const heir = await NamedApp.open(world);
    expect(await heir.list()).toMatchObject([
      { callId: "first", endsInSeconds: 20 },
      { callId: "second", endsInSeconds: 30 },
    ]);
    expect(await heir.adopt("all")).toBe("OK|2|0|0");
  });

  it("with the same instance tag: the one that comes takes the place of the one that seemed alive", async () => {
    const { world, phone } = await open();
    const old = await (await NamedApp.open(world, "app:centre,instance:i1")).takes("message");
    const other = await NamedApp.open(world, "app:centre,instance:i2");
    phone.request({ method: "MESSAGE", callId: "half-open" });
    await old.next("MESSAGE");
    const heir = await NamedApp.open(world, "app:centre,instance:i1");
    expect(await heir.adopt("all")).toBe("OK|0|1|1");
    await old.client.closed;
    await heir.respond((await heir.next("MESSAGE")).transactionId, 202);
    await phone.status(202);
    expect(await other.client.command("ping")).toBe("OK|pong");
  });

  it("that used to ping and has gone silent is given up after three pings missed", async () => {
    const clock = new ManualClock();
    const { world, app, phone } = await open(clock);
    await talking(app, phone, "silent");
    await app.client.command("ping");
    clock.advance(15_000);
    await app.client.command("ping");
    clock.advance(44_999);
    expect(world.edge.counts()).toMatchObject({ apps: 1, estates: 0 });
    clock.advance(1);
    await app.client.closed;
    await expect.poll(() => world.edge.counts()).toMatchObject({ apps: 0, estates: 1 });
  });
});

describe("note", () => {
  it("is refused for dialogs of others and beyond 4096 bytes", async () => {
    const { world, app, phone } = await open();
    const { dialogId } = await talking(app, phone, "noted");
    const other = await NamedApp.open(world);
    expect(await other.client.command(`note|${dialogId}\r\nx`)).toMatch(/^NOK\|unable to find dialog/);
    expect(await app.client.command(`note|${dialogId}\r\n${"x".repeat(4_097)}`)).toMatch(/^NOK\|a note/);
    expect(await app.client.command(`note|${dialogId}\r\n${"x".repeat(4_096)}`)).toBe("OK");
  });
});
