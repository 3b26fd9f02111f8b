import { describe, expect, it } from "vitest";
import { parseNameAddress, quotedName, splitOutsideQuotes } from "./name-addr.ts";

describe("an address with a name", () => {
  it("has its name unquoted and its parameters apart from the URI's", () => {
    expect(parseNameAddress('"Li \\"Lei\\", Beijing" <sip:li@h;transport=tcp>;Expires="60";tag=a=b')).toEqual(
      {
        name: 'Li "Lei", Beijing',
        uri: "sip:li@h;transport=tcp",
        parameters: new Map([
          ["expires", "60"],
          ["tag", "a=b"],
        ]),
      },
    );
  });

  it("may be named without quotes, or not at all", () => {
    expect(parseNameAddress("Li Lei <sip:li@h>")).toMatchObject({ name: "Li Lei", uri: "sip:li@h" });
    expect(parseNameAddress("<sip:li@h>")).toMatchObject({ name: "", uri: "sip:li@h" });
  });

  it("without brackets gives every parameter to the header", () => {
    expect(parseNameAddress("sip:li@h;tag=x")).toEqual({
      name: "",
      uri: "sip:li@h",
      parameters: new Map([["tag", "x"]]),
    });
  });

  it.each(["", "<>", '"a', "two words"])("cannot be %j", (text) => {
    expect(parseNameAddress(text)).toBeUndefined();
  });
});

it("a list is split at commas outside quotes and brackets", () => {
  expect(splitOutsideQuotes('"a,\\",b" <sip:x,y@h>;q=1, <sip:z@h>', ",")).toEqual([
    '"a,\\",b" <sip:x,y@h>;q=1',
    "<sip:z@h>",
  ]);
});

it("a name is written so that it can be read back, without control characters", () => {
  expect(parseNameAddress(`${quotedName('a"b\\c\r\nd')} <sip:x@h>`)?.name).toBe('a"b\\cd');
});
