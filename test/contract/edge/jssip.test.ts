import JsSIP from "jssip";
import { describe, expect, it, onTestFinished } from "vitest";
import { appTaking } from "./support/taking.ts";
import { startWorld } from "./support/world.ts";

describe("JsSIP, the library browsers use, over a WebSocket (RFC 7118)", () => {
  it("registers, is sent a message at its contact, and signs off", async () => {
    const world = await startWorld(undefined, { wsPort: 0 });
    const { next, srf } = await appTaking(world, "register");
    const phone = new JsSIP.UA({
      sockets: [new JsSIP.WebSocketInterface(`ws://127.0.0.1:${world.edge.ports.ws}`)],
      uri: "sip:1001@example.invalid",
      register_expires: 300,
    });
    onTestFinished(() => phone.stop());
    const registered = new Promise((resolve) => phone.once("registered", resolve));
    phone.start();
    const { req, res } = await next("register");
    const contact = /<([^>]+)>/.exec(req.get("Contact"))?.[1] ?? "";
    res.send(200, { headers: { Contact: `<${contact}>;expires=300` } });
    await registered;
    expect(world.edge.counts()).toMatchObject({ bindings: 1, sipConnections: 1 });
    const received = new Promise<string>((resolve) => {
      phone.once("newMessage", ({ request }: { request: { body: string } }) => resolve(request.body));
    });
    const answered = new Promise<number>((resolve) => {
      const opts = { method: "MESSAGE", body: "你好", headers: { "Content-Type": "text/plain" } };
      srf.request(contact, opts, (_error, sent) => {
        sent.on("response", ({ status }: { status: number }) => resolve(status));
      });
    });
    expect(await received).toBe("你好");
    expect(await answered).toBe(200);
    phone.unregister();
    (await next("register")).res.send(200);
    await expect.poll(() => world.edge.counts().bindings).toBe(0);
  });
});
