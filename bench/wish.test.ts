import { describe, expect, it } from "vitest";
import { helpText, readWish } from "./wish.ts";

const catalogue = new Map([["call-setup", { about: "how long a call takes to an agent" }]]);

describe("the command line", () => {
  it("names a benchmark", () => {
    expect(readWish(["call-setup"], catalogue)).toEqual({ kind: "run", name: "call-setup", json: false });
  });

  it("asks for JSON before or after the name", () => {
    const wanted = { kind: "run", name: "call-setup", json: true };
    expect(readWish(["--json", "call-setup"], catalogue)).toEqual(wanted);
    expect(readWish(["call-setup", "--json"], catalogue)).toEqual(wanted);
  });

  it("asks for help", () => {
    expect(readWish(["--help"], catalogue)).toEqual({ kind: "help" });
  });

  it.each([
    [[], "name a benchmark"],
    [["call-set-up"], 'there is no benchmark "call-set-up"'],
    [["call-setup", "again"], "one benchmark at a time, not also again"],
  ])("is refused when it reads %j", (args, why) => {
    expect(readWish(args, catalogue)).toEqual({ kind: "refused", why });
  });

  it("is refused with an option there is not", () => {
    expect(readWish(["call-setup", "--fast"], catalogue)).toMatchObject({
      kind: "refused",
      why: expect.stringContaining("--fast"),
    });
  });
});

it("The help lists every benchmark", () => {
  expect(helpText(catalogue)).toContain("call-setup  how long a call takes to an agent");
});
