import { describe, expect, it } from "vitest";
import { parseContacts } from "./contacts.ts";

describe("the contacts of a REGISTER", () => {
  it("are listed when there are none", () => {
    expect(parseContacts(undefined)).toEqual({ ask: "list" });
    expect(parseContacts(" ")).toEqual({ ask: "list" });
  });

  it("are all removed by a star", () => {
    expect(parseContacts(" * ")).toEqual({ ask: "remove-all" });
  });

  it("may be several, each with its own expiry", () => {
    expect(parseContacts('"a, b" <sip:li@h:1;ob>;expires=60, sip:li@h:2;expires=soon')).toEqual({
      ask: "update",
      contacts: [{ uri: "sip:li@h:1;ob", expires: 60 }, { uri: "sip:li@h:2" }],
    });
  });

  it.each([
    ["a tel URI", "<tel:+86>"],
    ["no user", "<sip:h>"],
    ["a star among others", "<sip:li@h>, *"],
    ["an endless URI", `<sip:li@${"h".repeat(600)}>`],
  ])("cannot be rung with %s", (_, contact) => {
    expect(parseContacts(contact)).toEqual({ ask: "malformed" });
  });
});
