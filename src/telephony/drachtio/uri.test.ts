import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalContact, encodedUser, parseUri } from "./uri.ts";

describe("a URI", () => {
  it("is taken apart, its user without parameters and percent-encoding", () => {
    expect(parseUri("sip:%2B8698668;phone-context=x@EXAMPLE.com:5070;transport=TCP;ob?subject=a")).toEqual({
      scheme: "sip",
      user: "+8698668",
      host: "example.com",
      port: 5070,
      parameters: new Map([
        ["transport", "tcp"],
        ["ob", ""],
      ]),
    });
  });

  it("of tel is read without its visual separators", () => {
    expect(parseUri("tel:+86-(10).98668;ext=1")).toMatchObject({
      scheme: "tel",
      user: "+861098668",
      host: "",
    });
  });

  it("may have an IPv6 host, and no user", () => {
    expect(parseUri("sip:[2001:db8::1]:5060")).toMatchObject({ user: "", host: "[2001:db8::1]", port: 5060 });
  });

  it.each(["", "*", "http://a", "sip:", "sip:a@", "sip:a b@c", "sip:%zz@c", "sip:a@c:99999", "sip:a@c>"])(
    "cannot be %j",
    (text) => {
      expect(parseUri(text)).toBeUndefined();
    },
  );

  it("carries any user there and back", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1 }).filter((user) => user.isWellFormed()),
        (user) => {
          expect(parseUri(`sip:${encodedUser(user)}@h`)?.user).toBe(user);
        },
      ),
    );
  });
});

describe("equal contacts", () => {
  it("differ in no more than the case of the host and parameters that do not matter", () => {
    expect(canonicalContact("sip:li@HOST:5060;ob")).toBe(canonicalContact("SIP:li@host:5060"));
  });

  it.each(["sip:Li@host", "sip:li@host:5060", "sip:li@host;transport=tcp", "sips:li@host", "sip:li@host2"])(
    "are not sip:li@host and %s",
    (other) => {
      expect(canonicalContact(other)).not.toBe(canonicalContact("sip:li@host"));
    },
  );
});
