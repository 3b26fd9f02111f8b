import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readVerdict } from "./verdict.ts";

const verdict = (answer: unknown) => readVerdict(JSON.stringify(answer));

describe("the answer of a routing hook", () => {
  it("routes to an application by its address or by its tag", () => {
    expect(verdict({ action: "route", data: { uri: "10.0.0.5:3001" } })).toEqual({
      type: "dial",
      place: { protocol: "tcp", host: "10.0.0.5", port: 3001 },
    });
    expect(verdict({ action: "route", data: { tag: "ivr" } })).toEqual({ type: "tagged", tag: "ivr" });
  });

  it("rejects with a status, and with the usual words where it gives none", () => {
    expect(verdict({ action: "reject", data: { status: 486 } })).toMatchObject({
      type: "answer",
      answer: { status: 486, reason: "Busy Here" },
    });
    expect(verdict({ action: "reject", data: { status: 499, reason: "您好" } })).toMatchObject({
      answer: { status: 499, reason: Buffer.from("您好").toString("latin1") },
    });
  });

  it("redirects to one contact or several", () => {
    const contacts = ["<sip:a@192.0.2.1>", "sip:b@192.0.2.2"];
    expect(verdict({ action: "redirect", data: { contact: contacts[0] } })).toMatchObject({
      answer: { status: 302, headers: [["Contact", contacts[0]]] },
    });
    expect(verdict({ action: "redirect", data: { contact: contacts } })).toMatchObject({
      answer: { headers: contacts.map((contact) => ["Contact", contact]) },
    });
  });

  it.each([
    ["an unknown action", { action: "dance", data: {} }],
    ["no data", { action: "route" }],
    ["a route to nobody", { action: "route", data: {} }],
    ["a route to no address", { action: "route", data: { uri: "sip:a@b" } }],
    ["a provisional status", { action: "reject", data: { status: 180 } }],
    ["a status that is no number", { action: "reject", data: { status: "486" } }],
    ["a line break in the reason", { action: "reject", data: { status: 486, reason: "a\r\nX: b" } }],
    ["a line break in a contact", { action: "redirect", data: { contact: "<sip:a@b>;x=\r\nX: b" } }],
    ["no contact", { action: "redirect", data: { contact: [] } }],
    ["a list", []],
  ])("with %s decides nothing", (_, answer) => {
    expect(verdict(answer).type).toBe("undecided");
  });

  it("that is no JSON decides nothing, whatever it is", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readVerdict(`{${text}`).type).toBe("undecided");
      }),
      { numRuns: 50 },
    );
  });
});
