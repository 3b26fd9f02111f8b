import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readToken, type Token, writeToken } from "./flow-token.ts";
import { Seal } from "./seal.ts";

const seal = new Seal("a secret of this server");
const bond = { callId: "call@host", callerTag: "caller" };
const fromCaller = { callId: "call@host", fromTag: "caller", toTag: "callee" };
const fromCallee = { callId: "call@host", fromTag: "callee", toTag: "caller" };
const flow = { protocol: "tcp", address: "2001:db8::1", port: 49_152, connection: "c0ffee" };

describe("tokens in our Route values (RFC 5626 5.3)", () => {
  it.each<{ leads: Token["leads"]; reader: typeof fromCaller; not: typeof fromCaller }>([
    { leads: "to-callee", reader: fromCaller, not: fromCallee },
    { leads: "to-caller", reader: fromCallee, not: fromCaller },
  ])("lead $leads in their dialog, and in no other direction or dialog", ({ leads, reader, not }) => {
    for (const way of [flow, undefined]) {
      const text = writeToken(seal, { leads, flow: way }, bond);
      expect(text).toMatch(/^[\w.-]+$/);
      expect(readToken(seal, text, reader)).toEqual({ leads, flow: way });
      expect(readToken(seal, text, not)).toBeUndefined();
      expect(readToken(seal, text, { ...reader, callId: "other" })).toBeUndefined();
      expect(readToken(new Seal(undefined), text, reader)).toBeUndefined();
    }
  });

  it("of a Path lead to who registered, in any dialog", () => {
    const text = writeToken(seal, { leads: "to-registrant", flow }, { callId: "", callerTag: "" });
    expect(readToken(seal, text, fromCaller)).toEqual({ leads: "to-registrant", flow });
  });

  it("are refused when any letter is changed, and outlive a restart with the same secret", () => {
    const text = writeToken(seal, { leads: "to-callee", flow }, bond);
    expect(readToken(new Seal("a secret of this server"), text, fromCaller)).toBeDefined();
    fc.assert(
      fc.property(fc.nat({ max: text.length - 2 }), fc.constantFrom("A", "z", "7", "_"), (at, letter) => {
        fc.pre(text[at] !== letter);
        expect(readToken(seal, text.slice(0, at) + letter + text.slice(at + 1), fromCaller)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
    expect(readToken(seal, undefined, fromCaller)).toBeUndefined();
    expect(readToken(seal, "98668", fromCaller)).toBeUndefined();
  });
});
