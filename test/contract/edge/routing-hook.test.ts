import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseRules } from "../../../src/edge/control/outbound/rules.ts";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { ControlClient } from "./support/control-client.ts";
import { deadPort, listenForServer } from "./support/dialled-app.ts";
import { Inbox } from "./support/inbox.ts";
import { fields, SDP } from "./support/sip-text.ts";
import { connectSrf } from "./support/srf.ts";
import { SECRET, startWorld } from "./support/world.ts";

interface Question {
  readonly verb: string;
  readonly query: Readonly<Record<string, string>>;
  readonly accept: string;
  readonly body: string;
}

/** A web server that is asked for routes; `answer` is sent as JSON, or says it does not answer. */
async function hook(answer: () => unknown) {
  const questions = new Inbox<Question>();
  const server = createServer((request, response) => void reply(request, response));
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const pieces: unknown[] = await Array.fromAsync(request);
    const query = new URL(request.url ?? "", "http://hook").searchParams;
    questions.put({
      verb: request.method ?? "",
      query: Object.fromEntries(query),
      accept: request.headers.accept ?? "",
      body: pieces.map(String).join(""),
    });
    const given = answer();
    if (given !== undefined) response.end(typeof given === "string" ? given : JSON.stringify(given));
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { questions, url: `http://127.0.0.1:${address.port}/route?kept=yes` };
}

/** A server that asks that URL about everything, an application that registered for messages, and a phone. */
async function asking(target: string, clock?: ManualClock) {
  const parsed = parseRules(`*=${target}`);
  if (!parsed.ok) throw new Error(parsed.faults.join());
  const world = await startWorld(clock, { outboundRoutes: parsed.rules });
  const ordinary = await ControlClient.authenticated(world.edge.controlPort, "ordinary");
  await ordinary.command("route|message");
  return { world, ordinary, phone: await world.udpPhone() };
}

describe("a routing hook", () => {
  it("is asked with what there is to know in the query, with POST also the whole request", async () => {
    const { url, questions } = await hook(() => ({ action: "reject", data: { status: 403 } }));
    for (const verb of ["GET", "POST"]) {
      const { phone } = await asking(verb === "POST" ? `post+${url}` : url);
      phone.request({
        method: "MESSAGE",
        uri: "sip:98668@centre.example",
        headers: ["Content-Type: text/plain"],
      });
      const question = await questions.take(() => true, "a question");
      expect(question).toMatchObject({ verb, accept: "application/json" });
      expect(question.query).toEqual({
        kept: "yes",
        method: "MESSAGE",
        domain: "centre.example",
        protocol: "udp",
        source_address: "127.0.0.1",
        fromUser: "caller",
        toUser: "98668",
        uriUser: "98668",
        contentType: "text/plain",
        uri: "sip:98668@centre.example",
      });
      expect(question.body).toMatch(
        verb === "POST" ? /^MESSAGE sip:98668@centre\.example SIP\/2\.0\r\n/ : /^$/,
      );
      await phone.status(403);
    }
  });

  it("chooses by tag among those registered for the method; with nobody there it is 480", async () => {
    let tag = "night";
    const { url } = await hook(() => ({ action: "route", data: { tag } }));
    const { world, ordinary, phone } = await asking(url);
    const night = await connectSrf(world.edge.controlPort, SECRET, { tags: ["night", "spare"] });
    const { promise: taken, resolve } = Promise.withResolvers<void>();
    night.use("message", (_req, res) => {
      res.send(202);
      resolve();
    });
    night.request(`sip:127.0.0.1:${world.edge.sipPort}`, { method: "OPTIONS" }, () => {
      phone.request({ method: "MESSAGE" });
    });
    await taken;
    await phone.status(202);
    tag = "holidays";
    phone.request({ method: "MESSAGE" });
    await phone.status(480);
    expect(ordinary.inbox.count((frame) => frame.includes("|sip|"))).toBe(0);
    night.disconnect();
  });

  it("chooses an application to be dialled", async () => {
    const app = await listenForServer();
    const { url } = await hook(() => ({ action: "route", data: { uri: `127.0.0.1:${app.port}` } }));
    const { phone } = await asking(url);
    phone.request({ method: "INVITE", body: SDP });
    const client = await app.next();
    await client.command(`authenticate|${SECRET}|`);
    expect((await client.sip()).text).toMatch(/^INVITE /);
  });

  it("redirects", async () => {
    const contact = ["<sip:a@192.0.2.1>", "<sip:b@192.0.2.2>"];
    const { url } = await hook(() => ({ action: "redirect", data: { contact } }));
    const { phone } = await asking(url);
    phone.request({ method: "INVITE" });
    expect(fields(await phone.status(302), "Contact")).toEqual(contact);
  });

  it.each([
    ["something else than JSON", "<html>"],
    ["an action that is not known", { action: "dance", data: {} }],
    ["more than it has to say", "x".repeat(20_000)],
  ])("that answers %s leaves it to those that registered", async (_, given) => {
    const { url } = await hook(() => given);
    const { ordinary, phone } = await asking(url);
    phone.request({ method: "MESSAGE" });
    expect((await ordinary.sip()).text).toMatch(/^MESSAGE /);
  });

  it("that cannot be reached leaves it to those that registered, and is 503 where nobody did", async () => {
    const { ordinary, phone } = await asking(`http://127.0.0.1:${await deadPort()}/`);
    phone.request({ method: "MESSAGE" });
    await ordinary.sip();
    phone.request({ method: "INVITE" });
    await phone.status(503);
  });

  it("that does not answer within three seconds leaves it to those that registered", async () => {
    const clock = new ManualClock();
    const { url, questions } = await hook(() => undefined);
    const { ordinary, phone } = await asking(url, clock);
    phone.request({ method: "MESSAGE" });
    await questions.take(() => true, "a question");
    clock.advance(2_999);
    expect(ordinary.inbox.count((frame) => frame.includes("|sip|"))).toBe(0);
    clock.advance(1);
    await ordinary.sip();
  });

  it("is given up when the server stops", async () => {
    const { url, questions } = await hook(() => undefined);
    const { world, phone } = await asking(url);
    phone.request({ method: "MESSAGE" });
    await questions.take(() => true, "a question");
    await world.edge.stop();
    expect(world.edge.counts().serverTransactions).toBe(0);
  });
});
