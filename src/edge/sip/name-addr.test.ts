import { describe, expect, it } from "vitest";
import { parseNameAddr, tagOf } from "./name-addr.ts";

describe("From, To and Contact (RFC 3261 20.10)", () => {
  it.each([
    ["<sip:a@b>;tag=1", "sip:a@b", { tag: "1" }],
    ["sip:a@b;tag=1;x", "sip:a@b", { tag: "1", x: "" }],
    ['"A \\" <x> ;tag=no" <sip:a@b;user=phone> ; TAG = 1', "sip:a@b;user=phone", { tag: "1" }],
    ["Jos\xc3\xa9 (desk) <sip:a@b>", "sip:a@b", {}],
    ['<sip:a@b>;q=0.5;note="a;tag=2,b"', "sip:a@b", { q: "0.5", note: '"a;tag=2,b"' }],
    ["<tel:+861098668>", "tel:+861098668", {}],
  ])("%s is read", (text, uri, parameters) => {
    const address = parseNameAddr(text);
    expect(address?.uri).toBe(uri);
    expect(Object.fromEntries(address?.parameters ?? [])).toEqual(parameters);
  });

  it.each(['"Mr. J <sip:a@b>', "<sip:a@b", "< sip:a@b>", "", '"only a name"', "<sip:a@b> trailing"])(
    "%j is refused",
    (text) => {
      expect(parseNameAddr(text)).toBeUndefined();
    },
  );

  it("a tag that is no token is told apart from none", () => {
    const tag = (text: string) => {
      const address = parseNameAddr(text);
      return address && tagOf(address);
    };
    expect(tag("<sip:a@b>")).toBeUndefined();
    expect(tag("<sip:a@b>;tag=x.y~1")).toBe("x.y~1");
    expect(tag("<sip:a@b>;tag=a|b")).toBe(false);
    expect(tag("<sip:a@b>;tag")).toBe(false);
  });
});
