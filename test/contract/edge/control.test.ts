import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/edge/manual-clock.ts";
import { ControlClient, frame } from "./support/control-client.ts";
import { SDP } from "./support/sip-text.ts";
import { connectSrf } from "./support/srf.ts";
import { SECRET, startWorld } from "./support/world.ts";

describe("authenticate", () => {
  it("with the right secret answers OK with addresses and version", async () => {
    const { edge } = await startWorld();
    const client = await ControlClient.open(edge.controlPort);
    const here = `udp/127.0.0.1:${edge.sipPort},tcp/127.0.0.1:${edge.sipPort}`;
    expect(await client.command(`authenticate|${SECRET}|tag1,tag2`)).toBe(`OK|${here}|v0.9.10|${here}`);
    // The field of tags may be missing, and authenticating again changes nothing.
    expect(await client.command(`authenticate|${SECRET}`)).toBe(`OK|${here}|v0.9.10|${here}`);
  });

  it("with a wrong secret answers NO and closes", async () => {
    const { edge } = await startWorld();
    const client = await ControlClient.open(edge.controlPort);
    expect(await client.command("authenticate|wrong|")).toBe("NO|incorrect secret");
    await client.closed;
    await expect(connectSrf(edge.controlPort, "wrong as well")).rejects.toThrow(
      "failed to authenticate to server",
    );
  });

  it("comes first: any other command before it is refused and the connection closes", async () => {
    const { edge } = await startWorld();
    for (const command of ["route|invite", "ping", "sip||\r\nOPTIONS sip:x@127.0.0.1:9 SIP/2.0\r\n\r\n"]) {
      const client = await ControlClient.open(edge.controlPort);
      expect(await client.command(command)).toBe("NO|not authenticated");
      await client.closed;
    }
  });
});

describe("frames", () => {
  it("may be split anywhere and run together", async () => {
    const { edge } = await startWorld();
    const client = await ControlClient.authenticated(edge.controlPort);
    const bytes = frame("id-1|ping") + frame("id-2|ping");
    for (const byte of bytes.slice(0, 20)) client.write(byte);
    client.write(bytes.slice(20));
    for (const id of ["id-1", "id-2"]) {
      await client.inbox.take((text) => text.endsWith(`|response|${id}|OK|pong`), id);
    }
  });

  it.each(["abc#x|ping", "123456#x|ping", "#x|ping"])(
    "with the length of %s close the connection",
    async (bytes) => {
      const { edge } = await startWorld();
      const client = await ControlClient.authenticated(edge.controlPort);
      client.write(bytes);
      await client.closed;
    },
  );

  it("of more than 12 KB are taken whole, pipelined too", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const client = await ControlClient.authenticated(world.edge.controlPort);
    const body = "x".repeat(30_000);
    const message = `MESSAGE sip:a@127.0.0.1:${phone.place.port} SIP/2.0\r\nContent-Type: text/plain\r\n\r\n${body}`;
    const ids = [client.send(`sip||\r\n${message}`), client.send(`sip||\r\n${message}`), client.send("ping")];
    for (const id of ids) await client.inbox.take((text) => text.includes(`|response|${id}|OK|`), id);
    for (const _ of [1, 2]) expect((await phone.method("MESSAGE")).endsWith(`\r\n\r\n${body}`)).toBe(true);
  });

  it("count bytes: a body in UTF-8 arrives whole whatever its Content-Length said", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const client = await ControlClient.authenticated(world.edge.controlPort);
    const body = "您好，请按一 😀";
    const head = `MESSAGE sip:a@127.0.0.1:${phone.place.port} SIP/2.0\r\nContent-Type: text/plain`;
    await client.command(`sip||\r\n${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    const message = await phone.method("MESSAGE");
    expect(message).toContain(`\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
});

describe("commands", () => {
  it("ping is answered pong", async () => {
    const { edge } = await startWorld();
    const client = await ControlClient.authenticated(edge.controlPort);
    expect(await client.command("ping")).toBe("OK|pong");
  });

  it.each([
    ["nonsense|x", "NO|Unknown message type"],
    ["sip||\r\nSIP/2.0 200 OK\r\n\r\n", "NO|transaction id missing"],
    ["route|", "NO|Invalid message format"],
    ["route", "NO|Invalid message format"],
  ])("%j is a fault and closes the connection", async (command, answer) => {
    const { edge } = await startWorld();
    const client = await ControlClient.authenticated(edge.controlPort);
    expect(await client.command(command)).toBe(answer);
    await client.closed;
  });

  it("a frame with fewer than two fields is a fault and closes the connection", async () => {
    const { edge } = await startWorld();
    const client = await ControlClient.authenticated(edge.controlPort);
    client.write(frame("lonely"));
    await client.inbox.take(
      (text) => text.endsWith("|response|lonely|NO|Invalid message format"),
      "a refusal",
    );
    await client.closed;
  });

  it("proxy for a transaction nobody knows is refused, the connection stays open", async () => {
    const { edge } = await startWorld();
    const client = await ControlClient.authenticated(edge.controlPort);
    const proxy = "proxy|t||fullResponse||serial|||sip:a@b\r\nINVITE sip:a@b SIP/2.0\r\n\r\n";
    expect(await client.command(proxy)).toBe("NOK|Unknown transaction id: t");
    expect(await client.command("ping")).toBe("OK|pong");
  });

  it("sip with more fields than it has, or without a message, is refused and leaves the connection open", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const client = await ControlClient.authenticated(world.edge.controlPort);
    expect(await client.command("sip||")).toBe("NOK|invalid SIP message");
    expect(await client.command("sip")).toBe("NOK|invalid SIP message");
    const options = `OPTIONS sip:a@127.0.0.1:${phone.place.port} SIP/2.0\r\n\r\n`;
    expect(await client.command(`sip||a|b|c|d\r\n${options}`)).toBe(
      "NOK|Server error: unable to find dialog for dialog id provided",
    );
    expect(await client.command(`sip|||not a route\r\n${options}`)).toMatch(/^NOK\|invalid request-uri/);
    expect(await client.command(`sip||||\r\n${options}`)).toMatch(/^OK\|application\|/);
    await phone.method("OPTIONS");
  });

  it("refusals of SIP say why and leave the connection open", async () => {
    const { edge } = await startWorld();
    const client = await ControlClient.authenticated(edge.controlPort);
    const unknown = "NOK|Server error: unable to find dialog for dialog id provided";
    const ack = "NOK|Server error: ACK for non-success final response is automatically generated by server";
    expect(await client.command("sip||a;from-tag=b\r\nBYE sip:placeholder SIP/2.0\r\n\r\n")).toBe(unknown);
    expect(await client.command("sip||a;from-tag=b\r\nACK sip:placeholder SIP/2.0\r\n\r\n")).toBe(ack);
    expect(await client.command("sip|nope|\r\nCANCEL sip:x SIP/2.0\r\n\r\n")).toBe(
      "NOK|unable to cancel unknown transaction id: nope",
    );
    expect(await client.command("sip|nope|\r\nSIP/2.0 200 OK\r\n\r\n")).toBe(
      "NOK|Response not sent due to unknown transaction",
    );
    expect(await client.command("ping")).toBe("OK|pong");
  });

  it("route counts once however often it is given; remove_route removes only the named verb", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const first = await ControlClient.authenticated(world.edge.controlPort);
    const second = await ControlClient.authenticated(world.edge.controlPort);
    for (const verb of ["options", "options", "message", "cdr:attempt"])
      expect(await first.command(`route|${verb}`)).toBe("OK");
    expect(await second.command("route|options")).toBe("OK");
    for (const taker of [first, second, first]) {
      phone.request({ method: "OPTIONS" });
      await taker.sip();
    }
    expect(await first.command("remove_route|options")).toBe("OK");
    phone.request({ method: "OPTIONS" });
    await second.sip();
    phone.request({ method: "MESSAGE" });
    await first.sip();
    expect(await second.command("remove_route|options")).toBe("OK");
    phone.request({ method: "OPTIONS" });
    await phone.status(503);
  });

  it("a route in upper case never matches", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const client = await ControlClient.authenticated(world.edge.controlPort);
    await client.command("route|OPTIONS");
    phone.request({ method: "OPTIONS" });
    await phone.status(503);
  });
});

describe("frames to the application", () => {
  it("carry a new request with where it came from and where it came in, text and order kept", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const client = await ControlClient.authenticated(world.edge.controlPort);
    await client.command("route|invite");
    const text = phone.request({
      method: "INVITE",
      callId: "frames",
      headers: ["s:  folded\r\n subject"],
      body: SDP,
    });
    const { line, text: sip } = await client.sip();
    const [id, verb, source, size, protocol, address, port, time, txn, dialog, ...local] = line.split("|");
    expect([verb, source, protocol, address, dialog]).toEqual(["sip", "network", "udp", "127.0.0.1", ""]);
    expect([Number(size), Number(port)]).toEqual([text.length, phone.place.port]);
    expect(time).toMatch(/^\d\d:\d\d:\d\d\.\d{6}$/);
    expect([id, txn].every((uuid) => /^[0-9a-f-]{36}$/.test(uuid ?? ""))).toBe(true);
    expect(local).toEqual(["127.0.0.1", String(world.edge.sipPort), ""]);
    expect(sip.split("\r\n").filter((header) => !header.startsWith("Via:"))).toEqual(
      text.split("\r\n").filter((header) => !header.startsWith("Via:")),
    );
  });

  it("carry the result of a response with the dialog id, and the response as sent", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const client = await ControlClient.authenticated(world.edge.controlPort);
    await client.command("route|invite");
    phone.request({ method: "INVITE", callId: "result" });
    const { line } = await client.sip();
    const txn = line.split("|")[8] ?? "";
    const result = await client.command(`sip|${txn}|\r\nSIP/2.0 180 Ringing\r\nX-a: b\r\n\r\n`);
    const sent = await phone.status(180);
    expect(result.slice(result.indexOf("\r\n") + 2)).toBe(sent);
    expect(result.split("\r\n", 1)[0]).toMatch(
      new RegExp(
        `^OK\\|application\\|${sent.length}\\|udp\\|127.0.0.1\\|${phone.place.port}\\|[^|]+\\|${txn}\\|result;from-tag=caller1\\|\\|Msg sent:\\|$`,
      ),
    );
  });

  it("pass an ACK on under its INVITE's transaction id, with the protocol left empty", async () => {
    const world = await startWorld();
    const phone = await world.udpPhone();
    const client = await ControlClient.authenticated(world.edge.controlPort);
    await client.command("route|invite");
    phone.request({ method: "INVITE", callId: "acked" });
    const txn = (await client.sip()).line.split("|")[8] ?? "";
    await client.command(`sip|${txn}|\r\nSIP/2.0 200 OK\r\n\r\n`);
    const ok = await phone.status(200);
    const to = /^To: (.*)$/m.exec(ok)?.[1]?.trim() ?? "";
    phone.request({ method: "ACK", callId: "acked", to });
    const fields = (await client.sip((_line, text) => text.startsWith("ACK "))).line.split("|");
    expect([fields[4], fields[8], fields[9]]).toEqual(["", txn, "acked;from-tag=caller1"]);
    phone.request({ method: "ACK", callId: "acked", to });
    phone.request({ method: "INFO", callId: "acked", to, cseq: 2 });
    expect((await client.sip()).text.startsWith("INFO ")).toBe(true);
  });

  it("put the OK of a request strictly before a failure made here, which waits another 20 ms", async () => {
    const clock = new ManualClock();
    const world = await startWorld(clock);
    const client = await ControlClient.authenticated(world.edge.controlPort);
    const listener = await world.tcpListener();
    listener.close();
    const message = `OPTIONS sip:a@127.0.0.1:${listener.port};transport=tcp SIP/2.0\r\n\r\n`;
    const id = client.send(`sip||\r\n${message}`);
    await client.inbox.take((text) => text.includes(`|response|${id}|OK|`), "the OK");
    const failures = () => client.inbox.count((text) => text.includes("SIP/2.0 503"));
    clock.advance(19);
    expect(failures()).toBe(0);
    await expect
      .poll(() => {
        clock.advance(20);
        return failures();
      })
      .toBe(1);
    const { line } = await client.sip();
    expect(line.split("|").slice(5, 7)).toEqual(["", "0"]);
    const readOf = (part: string) =>
      client.reads.findIndex((read) => read.some((text) => text.includes(part)));
    expect(readOf(`|response|${id}|OK|`)).toBeLessThan(readOf("SIP/2.0 503"));
  });
});
