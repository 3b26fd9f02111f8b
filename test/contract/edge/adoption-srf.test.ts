import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  type AdoptedDialog,
  type AdoptedRequest,
  type AdoptedResponse,
  adoptEstate,
  canHandOver,
  type DialogFacts,
  keepNote,
  listEstate,
} from "../../../src/telephony/drachtio/adoption.ts";
import { called, calling, NamedApp, talking } from "./support/handover.ts";
import { Inbox } from "./support/inbox.ts";
import { bodyOf, field, SDP } from "./support/sip-text.ts";
import { connectSrf, type Srf, type SrfDialog, type SrfRequest } from "./support/srf.ts";
import { SECRET, startWorld, type World } from "./support/world.ts";

async function srfOf(world: World, ...tags: readonly string[]): Promise<Srf> {
  const srf = await connectSrf(world.edge.controlPort, SECRET, { tags });
  onTestFinished(() => srf.disconnect());
  return srf;
}

/** A lost application, a phone, and a drachtio-srf of the same name. */
async function open() {
  const world = await startWorld();
  const app = await (await NamedApp.open(world)).takes("invite");
  return { world, app, phone: await world.udpPhone(), heir: await srfOf(world, "app:centre") };
}

/** Adopts all; what came with it. */
async function adoptAll(srf: Srf) {
  const dialogs: { dialog: AdoptedDialog; facts: DialogFacts }[] = [];
  const adoption = await adoptEstate(srf, {
    dialogAdopted: (dialog, facts) => void dialogs.push({ dialog, facts }),
  });
  const [only] = dialogs;
  if (!only) throw new Error("no dialog was adopted");
  return { adoption, ...only };
}

describe("a dialog adopted by drachtio-srf", () => {
  it.each(["uas", "uac"] as const)("as %s is destroyed, modified, put on hold and asked", async (role) => {
    const { app, phone, heir, world } = await open();
    const sdp = `${SDP}a=sendrecv\r\n`;
    const { dialogId } = await (role === "uas" ? talking : called)(app, phone, "own");
    await app.die();
    const { dialog, facts } = await adoptAll(heir);
    expect(dialog).toMatchObject({ id: dialogId, type: role, remote: { sdp: SDP } });
    expect(facts).toMatchObject({ role, localSdp: dialog.local.sdp });
    for (const [asked, offered] of [
      [sdp, sdp],
      ["hold", sdp.replace("sendrecv", "inactive")],
    ] as const) {
      const modified = dialog.modify(asked);
      const reInvite = await phone.method("INVITE");
      expect(bodyOf(reInvite)).toBe(offered);
      phone.respond(reInvite, { status: 200, body: SDP });
      await phone.method("ACK");
      expect(await modified).toBe(SDP);
    }
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
    expect(world.edge.counts().dialogs).toBe(0);
  });

  it.each(["uas", "uac"] as const)("as %s hears re-INVITE, INFO and BYE", async (role) => {
    const { app, phone, heir } = await open();
    const { inDialog } = await (role === "uas" ? talking : called)(app, phone, "theirs");
    await app.die();
    const { dialog } = await adoptAll(heir);
    const heard = new Inbox<string>();
    dialog.on("info", (_request, response) => {
      heard.put("info");
      response.send(200);
    });
    dialog.on("destroy", () => heard.put("destroy"));
    const changed = SDP.replace("4000", "4444");
    phone.request({ ...inDialog, method: "INVITE", cseq: 2, body: changed });
    expect(bodyOf(await phone.status(200))).toBe(dialog.local.sdp);
    phone.request({ ...inDialog, method: "ACK", cseq: 2 });
    expect(dialog.remote.sdp).toBe(changed);
    phone.request({ ...inDialog, method: "INFO", cseq: 3 });
    await phone.status(200);
    phone.request({ ...inDialog, method: "BYE", cseq: 4 });
    await phone.status(200);
    for (const event of ["info", "destroy"]) await heard.take((what) => what === event, event);
  });

  it("that ended meanwhile is given and destroyed, in this order", async () => {
    const { app, phone, heir, world } = await open();
    const { inDialog } = await talking(app, phone, "ended");
    await app.die();
    phone.request({ ...inDialog, method: "BYE", cseq: 2 });
    await phone.status(200);
    const { dialog, facts, adoption } = await adoptAll(heir);
    expect(facts.ended).toBe(true);
    expect(adoption).toMatchObject({ outcome: "adopted", dialogs: 1, events: 1 });
    await once(dialog, "destroy");
    expect(world.edge.counts()).toMatchObject({ dialogs: 0, estates: 0 });
  });

  it("whose call was over before is none, though a subscription goes on in it", async () => {
    const { app, phone, heir, world } = await open();
    const { inDialog } = await talking(app, phone, "referred");
    phone.request({ ...inDialog, method: "REFER", cseq: 2, headers: ["Refer-To: <sip:x@h>"] });
    await app.respond((await app.next("REFER")).transactionId, 202);
    phone.request({ ...inDialog, method: "BYE", cseq: 3 });
    await app.respond((await app.next("BYE")).transactionId, 200);
    await app.die();
    expect(await listEstate(heir)).toMatchObject([
      { state: "confirmed", ended: false, usageOver: true, subscriptions: ["refer;id=2"] },
    ]);
    await expect(adoptAll(heir)).rejects.toThrow("no dialog was adopted");
    expect(world.edge.counts()).toMatchObject({ dialogs: 1, estates: 0 });
  });

  it("that drachtio-srf still has, as its connection alone was lost, is the same one as before", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const srf = await srfOf(world, "app:centre", "instance:i1");
    const joined = Promise.withResolvers<SrfDialog>();
    srf.use("invite", (req: SrfRequest, res) => {
      srf.createUAS(req, res, { localSdp: SDP }).then(joined.resolve, joined.reject);
    });
    expect(await canHandOver(srf)).toBe("able");
    phone.request({ method: "INVITE", callId: "same", body: SDP });
    const to = field(await phone.status(200), "To");
    phone.request({ method: "ACK", callId: "same", to });
    const before = await joined.promise;
    expect(await keepNote(srf, before.id, "leg 1")).toBe(true);
    const back = once(srf, "connect");
    await NamedApp.open(world, "app:centre,instance:i1");
    await back;
    const { dialog, facts } = await adoptAll(srf);
    expect(dialog).toBe(before);
    expect(facts.note).toBe("leg 1");
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
  });
});

describe("an INVITE of ours, adopted by drachtio-srf while it rings", () => {
  it("brings its answers to the application, which acknowledges", async () => {
    const { app, phone, heir } = await open();
    const { invite } = await calling(app, phone, "rings");
    await app.die();
    phone.respond(invite, { status: 180, tag: "agent" });
    const requests: AdoptedRequest[] = [];
    const adoption = await adoptEstate(heir, {
      dialogAdopted: () => undefined,
      inviteAdopted: (request) => void requests.push(request),
    });
    expect(adoption).toMatchObject({ outcome: "adopted", dialogs: 1, transactions: 1 });
    const [request] = requests;
    if (!request) throw new Error("no INVITE was adopted");
    const answers = new Inbox<number>();
    request.on("response", ({ status }: AdoptedResponse, acknowledge: () => void) => {
      answers.put(status);
      if (status === 200) acknowledge();
    });
    phone.respond(invite, { status: 200, tag: "agent", body: SDP });
    await answers.take((status) => status === 200, "the 200");
    await phone.method("ACK");
  });

  it("is acknowledged and ended where the application does not want it", async () => {
    const { app, phone, heir, world } = await open();
    const { invite } = await calling(app, phone, "unwanted");
    await app.die();
    await adoptEstate(heir, { dialogAdopted: () => undefined });
    phone.respond(invite, { status: 200, tag: "agent", body: SDP });
    await phone.method("ACK");
    phone.respond(await phone.method("BYE"), { status: 200 });
    await expect.poll(() => world.edge.counts().dialogs).toBe(0);
  });

  it("answered while nobody was there, is acknowledged and a dialog like any other", async () => {
    const { app, phone, heir, world } = await open();
    const { invite } = await calling(app, phone, "answered");
    await app.die();
    phone.respond(invite, { status: 200, tag: "agent", body: SDP });
    await expect.poll(async () => JSON.stringify(await listEstate(heir))).toContain('"state":"confirmed"');
    const { dialog } = await adoptAll(heir);
    await phone.method("ACK");
    const ended = dialog.destroy();
    phone.respond(await phone.method("BYE"), { status: 200 });
    await ended;
    expect(world.edge.counts().dialogs).toBe(0);
  });
});

describe("part of what was left", () => {
  it("can be chosen; the rest stays on the list", async () => {
    const { app, phone, heir } = await open();
    const wanted = await talking(app, phone, "wanted");
    await talking(app, phone, "unwanted");
    await app.die();
    const ids: string[] = [];
    const adoption = await adoptEstate(
      heir,
      { dialogAdopted: ({ id }) => void ids.push(id) },
      ({ id }) => id === wanted.dialogId,
    );
    expect(adoption).toMatchObject({ outcome: "adopted", dialogs: 1 });
    expect(ids).toEqual([wanted.dialogId]);
    expect(await listEstate(heir)).toMatchObject([{ callId: "unwanted" }]);
  });
});

describe("no adoption", () => {
  it("without an app tag: there is nothing that could be asked for", async () => {
    const world = await startWorld();
    const srf = await srfOf(world);
    expect(await canHandOver(srf)).toBe("able");
    expect(await listEstate(srf)).toBe("not-asked-for");
  });

  it("from a drachtio-server: it says OK to a verb it does not know, and the connection stays", async () => {
    const { srf, socket } = await srfOn((verb) =>
      verb === "authenticate" ? "OK|udp/h:1|v0.9.10|udp/h:1" : "OK",
    );
    expect(await canHandOver(srf)).toBe("not-supported");
    expect(await adoptEstate(srf, { dialogAdopted: () => undefined })).toEqual({ outcome: "not-supported" });
    expect(socket().destroyed).toBe(false);
  });

  it("when the connection ends before the answer", async () => {
    const { srf, socket } = await srfOn((verb) =>
      verb === "authenticate" ? "OK|udp/h:1|v0.9.10|udp/h:1" : "",
    );
    const answer = canHandOver(srf);
    socket().destroy();
    expect(await answer).toBe("link-lost");
    expect(await listEstate({})).toBe("not-linked");
  });
});

/** A drachtio-srf connected to something that answers each command as told; an empty answer is none. */
async function srfOn(answer: (verb: string) => string) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => {
      for (const [, id = "", verb = ""] of bytes.toString().matchAll(/\d+#([0-9a-f-]{36})\|(\w+)/g)) {
        const line = `00000000-0000-4000-8000-000000000000|response|${id}|${answer(verb)}`;
        if (answer(verb) !== "") socket.write(`${line.length}#${line}`);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const srf = await connectSrf(address.port, SECRET, { tags: ["app:centre"] });
  return {
    srf,
    socket: () => {
      const [socket] = sockets;
      if (!socket) throw new Error("nobody connected");
      return socket;
    },
  };
}
