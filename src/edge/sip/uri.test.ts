import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { asRequestUri, parseUri } from "./uri.ts";

describe("SIP URIs (RFC 3261 19.1)", () => {
  it.each([
    ["sip:98668@example.com", { user: "98668", host: "example.com", port: undefined, lr: false }],
    [
      "SIP:EXAMPLE.com:5070;lr;Transport=TCP",
      { scheme: "sip", host: "example.com", port: 5070, transport: "tcp", lr: true },
    ],
    ["sips:a:secret@[2001:DB8::1]:5061", { scheme: "sips", user: "a", host: "2001:db8::1", port: 5061 }],
    ["sip:user;par=u%40example.net@example.com", { user: "user;par=u%40example.net", host: "example.com" }],
    ["sip:a?b@example.com;transport=udp?Subject=x%3Blr", { user: "a?b", transport: "udp", lr: false }],
    ["tel:+86-10-98668", { scheme: "tel", host: "" }],
  ])("%s is taken apart", (text, parts) => {
    expect(parseUri(text)).toMatchObject({ text, ...parts });
  });

  it.each([
    "",
    "sip:",
    "sip:@example.com",
    "sip:a@",
    "sip:a b@c",
    "98668",
    "sip:a@b:0",
    "sip:a@b:70000",
    "<sip:a@b>",
    "sip:a|b@c",
  ])("%j is refused", (text) => {
    expect(parseUri(text)).toBeUndefined();
  });

  it("lose their headers as a Request-URI, and nothing else", () => {
    const cut = (text: string): string | undefined => {
      const uri = parseUri(text);
      return uri && asRequestUri(uri);
    };
    expect(cut("sip:a?b@example.com;x=y?Route=%3Csip:c%3E")).toBe("sip:a?b@example.com;x=y");
    expect(cut("sip:a@example.com")).toBe("sip:a@example.com");
    expect(cut("tel:123")).toBe("tel:123");
  });

  it("never throw, whatever the text", () => {
    fc.assert(fc.property(fc.string(), (text) => void parseUri(`sip:${text}`)));
  });
});
