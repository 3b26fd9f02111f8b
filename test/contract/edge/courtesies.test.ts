import { describe, expect, it } from "vitest";
import { ControlClient } from "./support/control-client.ts";
import { field, fields } from "./support/sip-text.ts";
import { startWorld } from "./support/world.ts";

describe("OPTIONS", () => {
  it("of the User-Agent configured is answered 200 without an application, any other goes to one", async () => {
    const world = await startWorld(undefined, { optionsUserAgent: "balancer/1.0" });
    const app = await ControlClient.authenticated(world.edge.controlPort);
    await app.command("route|options");
    const phone = await world.udpPhone();
    phone.request({ method: "OPTIONS", headers: ["User-Agent: balancer/1.0"] });
    await phone.status(200);
    phone.request({ method: "OPTIONS", callId: "other", headers: ["User-Agent: balancer/1.0 beta"] });
    expect((await app.sip()).text).toContain("Call-ID: other");
    expect(app.inbox.count((frame) => frame.includes("|sip|"))).toBe(1);
  });
});

describe("the product name configured", () => {
  it("goes out as User-Agent and Server where an application gave none", async () => {
    const world = await startWorld(undefined, { product: "centre/2" });
    const app = await ControlClient.authenticated(world.edge.controlPort);
    await app.command("route|message");
    const phone = await world.udpPhone();
    const uri = `sip:a@127.0.0.1:${phone.place.port}`;
    await app.command(`sip||\r\nOPTIONS ${uri} SIP/2.0\r\n\r\n`);
    expect(fields(await phone.method("OPTIONS"), "User-Agent")).toEqual(["centre/2"]);
    await app.command(`sip||\r\nOPTIONS ${uri} SIP/2.0\r\nUser-Agent: own\r\n\r\n`);
    expect(fields(await phone.method("OPTIONS"), "User-Agent")).toEqual(["own"]);
    for (const [given, server, agent] of [
      ["", "centre/2", ""],
      ["Server: own\r\n", "own", ""],
      ["User-Agent: own\r\n", "", "own"],
    ] as const) {
      phone.request({ method: "MESSAGE" });
      const { line } = await app.sip((_line, text) => text.startsWith("MESSAGE "));
      await app.command(`sip|${line.split("|")[8] ?? ""}|\r\nSIP/2.0 200 OK\r\n${given}\r\n`);
      const ok = await phone.status(200);
      expect([field(ok, "Server"), field(ok, "User-Agent")]).toEqual([server, agent]);
    }
    phone.request({ method: "INVITE" });
    expect(field(await phone.status(503), "Server")).toBe("centre/2");
  });

  it("is nothing unless configured", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    phone.request({ method: "OPTIONS" });
    expect(fields(await phone.status(503), "Server")).toEqual([]);
  });
});
