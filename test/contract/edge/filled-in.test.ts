import { describe, expect, it } from "vitest";
import { talkIn, talkOut } from "./support/calls.ts";
import { ControlClient } from "./support/control-client.ts";
import { bodyOf, field, fields, SDP, tagIn } from "./support/sip-text.ts";
import type { SrfRequest, SrfResponse } from "./support/srf.ts";
import { appTaking } from "./support/taking.ts";
import { startWorld } from "./support/world.ts";

/** What a hand-written `sip` command becomes on its way to a phone. */
async function sentAs(method: string, lines: readonly string[], body = "") {
  const world = await startWorld();
  const phone = await world.udpPhone();
  const app = await ControlClient.authenticated(world.edge.controlPort);
  const uri = `sip:callee@127.0.0.1:${phone.place.port}`;
  const result = await app.command(
    `sip||\r\n${[`${method} ${uri} SIP/2.0`, ...lines, "", body].join("\r\n")}`,
  );
  return { world, uri, result, request: await phone.method(method) };
}

describe("a new request of the application (RFC 3261 8.1.1)", () => {
  it("is filled in where it says nothing", async () => {
    const { request, uri, world } = await sentAs("MESSAGE", []);
    expect(field(request, "To")).toBe(`<${uri}>`);
    expect(field(request, "From")).toMatch(
      new RegExp(`^<sip:127.0.0.1:${world.edge.sipPort}>;tag=\\w{16,}$`),
    );
    expect(field(request, "Call-ID")).toMatch(/^[\w-]{20,}$/);
    expect(Number.parseInt(field(request, "CSeq"), 10)).toBeGreaterThan(1_000_000);
    expect(field(request, "Max-Forwards")).toBe("70");
    expect(fields(request, "Contact")).toEqual([]);
  });

  it("keeps From, To, Call-ID, CSeq, Max-Forwards, Contact and User-Agent as given; only a tag is added", async () => {
    const { request } = await sentAs("INVITE", [
      'from: "Desk" <sip:desk@example.org>',
      "to: <sip:someone@example.org>",
      "call-id: mine-1",
      "cseq: 4711 INVITE",
      "max-forwards: 12",
      "contact: <sip:desk@192.0.2.1:5070>",
      "user-agent: Desk/1",
    ]);
    expect(field(request, "From")).toMatch(/^"Desk" <sip:desk@example\.org>;tag=\w+$/);
    expect(field(request, "To")).toBe("<sip:someone@example.org>");
    expect(field(request, "Call-ID")).toBe("mine-1");
    expect(field(request, "CSeq")).toBe("4711 INVITE");
    expect(field(request, "Max-Forwards")).toBe("12");
    expect(field(request, "Contact")).toBe("<sip:desk@192.0.2.1:5070>");
    expect(request).toContain("\r\nUser-Agent: Desk/1\r\n");
  });

  it("has @localhost replaced in From, To, Contact and P-Asserted-Identity, in angle brackets, and nowhere else", async () => {
    const { request, world } = await sentAs("INVITE", [
      "From: sip:a@localhost;tag=x",
      "To: sip:b@localhost",
      "Contact: sip:c@localhost",
      "P-Asserted-Identity: sip:d@localhost",
      "Referred-By: <sip:e@localhost>",
    ]);
    const own = (user: string) => `<sip:${user}@127.0.0.1:${world.edge.sipPort}>`;
    expect(field(request, "From")).toBe(`${own("a")};tag=x`);
    expect(field(request, "To")).toBe(own("b"));
    expect(field(request, "Contact")).toBe(own("c"));
    expect(field(request, "P-Asserted-Identity")).toBe(own("d"));
    expect(field(request, "Referred-By")).toBe("<sip:e@localhost>");
  });

  it("loses Via, Route, Record-Route, RSeq, Content-Length and malformed lines", async () => {
    const { request } = await sentAs(
      "INVITE",
      [
        "Via: SIP/2.0/UDP evil;branch=z9hG4bKx",
        "Route: <sip:evil;lr>",
        "Record-Route: <sip:evil;lr>",
        "RSeq: 7",
        "Content-Length: 9999",
        "no colon here",
        "bad name: x",
      ],
      SDP,
    );
    expect(fields(request, "Via")).toHaveLength(1);
    expect(request).not.toMatch(/evil|RSeq|9999|no colon|bad name/);
    expect(field(request, "Content-Length")).toBe(String(SDP.length));
    expect(field(request, "Content-Type")).toBe("application/sdp");
    expect(bodyOf(request)).toBe(SDP);
  });

  it("has known headers in canonical case, others capitalised, X- ones untouched, unknown ones last", async () => {
    const { request } = await sentAs("INVITE", [
      "x-lower: 1",
      "my-own-header: 2",
      "call-info: <sip:x>",
      "subject: 3",
    ]);
    const names = request.split("\r\n").map((line) => line.split(":", 1)[0]);
    expect(names.slice(names.indexOf("Call-Info"), names.indexOf("Content-Length"))).toEqual([
      "Call-Info",
      "Subject",
      "x-lower",
      "My-Own-Header",
    ]);
  });

  it("for a subscription carries our Contact", async () => {
    const { request, world } = await sentAs("SUBSCRIBE", ["Event: presence"]);
    expect(field(request, "Contact")).toBe(`<sip:127.0.0.1:${world.edge.sipPort}>`);
  });

  it("with the Call-ID and From of a call that is up goes out inside it", async () => {
    const { srf, phone, invite } = await talkOut(await startWorld());
    const headers = { "Call-ID": field(invite, "Call-ID"), From: field(invite, "From") };
    srf.request(`sip:callee@127.0.0.1:${phone.place.port}`, { method: "INFO", headers }, () => undefined);
    const info = await phone.method("INFO");
    expect(tagIn(info, "To")).toBe("callee1");
    expect(Number.parseInt(field(info, "CSeq"), 10)).toBe(Number.parseInt(field(invite, "CSeq"), 10) + 1);
  });
});

describe("a request of the application inside a dialog (RFC 3261 12.2.1.1)", () => {
  it("takes From, To, Call-ID and CSeq from the dialog, whatever it says itself", async () => {
    const { phone, dialog, invite } = await talkOut(await startWorld());
    void dialog
      .request({ method: "INFO", headers: { From: "<sip:x@y>;tag=z", "Call-ID": "other", CSeq: "1 INFO" } })
      .catch(() => undefined);
    const info = await phone.method("INFO");
    expect(field(info, "From")).toBe(field(invite, "From"));
    expect(field(info, "Call-ID")).toBe(field(invite, "Call-ID"));
    expect(field(info, "CSeq")).not.toBe("1 INFO");
  });

  it.each(["INFO", "MESSAGE", "OPTIONS", "PUBLISH", "NOTIFY", "UPDATE"])(
    "may be %s, with any body",
    async (method) => {
      const { phone, dialog } = await talkOut(await startWorld());
      const asked = dialog.request({
        method,
        headers: { "Content-Type": "application/dtmf-relay", "Info-Package": "dtmf", Event: "x" },
        body: "Signal=5",
      });
      const request = await phone.method(method);
      expect(field(request, "Content-Type")).toBe("application/dtmf-relay");
      expect(bodyOf(request)).toBe("Signal=5");
      phone.respond(request, { status: 200, body: "v=0 answered" });
      expect(await asked).toMatchObject({ status: 200, body: "v=0 answered" });
    },
  );

  it("a challenged BYE leaves the dialog up for the one with credentials", async () => {
    const world = await startWorld();
    const { phone, dialog } = await talkOut(world, { auth: { username: "u", password: "p" } });
    const ended = dialog.destroy();
    const first = await phone.method("BYE");
    phone.respond(first, { status: 401, headers: ['WWW-Authenticate: Digest realm="r", nonce="n"'] });
    const second = await phone.method("BYE");
    expect(field(second, "Authorization")).toContain('username="u"');
    expect(Number.parseInt(field(second, "CSeq"), 10)).toBe(Number.parseInt(field(first, "CSeq"), 10) + 1);
    phone.respond(second, { status: 200 });
    await ended;
    expect(world.edge.counts().dialogs).toBe(0);
  });
});

describe("a request from the network (RFC 3261 8.2)", () => {
  it("PUBLISH in a call is passed on, and INFO with its package (RFC 6086)", async () => {
    const { phone, dialog, inDialog } = await talkIn(await startWorld());
    for (const [cseq, method] of [
      [2, "PUBLISH"],
      [3, "INFO"],
    ] as const) {
      dialog.once(method.toLowerCase(), (req: SrfRequest, res: SrfResponse) =>
        res.send(489, { headers: { "Recv-Info": req.get("Info-Package") } }),
      );
      phone.request({ ...inDialog, method, cseq, headers: ["Info-Package: dtmf", "Event: x"] });
      expect(field(await phone.status(489), "Recv-Info")).toBe("dtmf");
    }
  });

  it("REGISTER brings its Path untouched to the application, whose answer's Path goes back (RFC 3327)", async () => {
    const world = await startWorld();
    const app = await appTaking(world, "register");
    const phone = await world.udpPhone();
    const path = ["<sip:P2.example.com;lr>", "<sip:p1.example.com;lr;ob>"];
    phone.request({
      method: "REGISTER",
      headers: ["Supported: path", ...path.map((one) => `Path: ${one}`), "Expires: 60"],
    });
    const { req, res } = await app.next("register");
    expect(req.get("Path")).toContain("<sip:P2.example.com;lr>");
    expect(req.get("Path")).toContain("<sip:p1.example.com;lr;ob>");
    res.send(200, { headers: { Path: path.join(", "), Expires: "60" } });
    expect(field(await phone.status(200), "Path")).toBe(path.join(", "));
  });
});

describe("a terminating request by the application's own route (RFC 3327 5.3)", () => {
  it("goes to the fourth field's address with its Request-URI untouched", async () => {
    const world = await startWorld();
    const srf = await world.app();
    const proxy = await world.udpPhone();
    srf.request(
      "sip:1001@device.invalid;ob",
      { method: "MESSAGE", proxy: `sip:127.0.0.1:${proxy.place.port};lr`, body: "v=0" },
      () => undefined,
    );
    expect((await proxy.method("MESSAGE")).startsWith("MESSAGE sip:1001@device.invalid;ob SIP/2.0")).toBe(
      true,
    );
  });
});
