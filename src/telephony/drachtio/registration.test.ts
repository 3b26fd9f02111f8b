import { describe, expect, it } from "vitest";
import type { Binding } from "./binding.ts";
import { parseContacts } from "./contacts.ts";
import { type Decision, decideRegistration, type Registration } from "./registration.ts";

const NOW = 1_000_000;

const register = (contact: string | undefined, more: Partial<Registration> = {}): Registration => ({
  contacts: parseContacts(contact),
  callId: "c",
  cseq: 2,
  receivedFrom: { address: "192.0.2.1", port: 5060, protocol: "udp" },
  userAgent: "desk phone",
  ...more,
});

const bound = (contact: string, more: Partial<Binding> = {}): Binding => ({
  contact,
  receivedFrom: { address: "192.0.2.1", port: 5060, protocol: "udp" },
  callId: "earlier",
  cseq: 1,
  expiresAt: NOW + 100_000,
  userAgent: "",
  ...more,
});

const secondsOf = (decision: Decision) =>
  decision.accepted
    ? decision.bindings.map(({ contact, expiresAt }) => [contact, (expiresAt - NOW) / 1_000])
    : decision;

describe("how long a binding lasts", () => {
  it("is an hour unless something is said", () => {
    expect(secondsOf(decideRegistration(register("<sip:li@h>"), [], NOW))).toEqual([["sip:li@h", 3_600]]);
  });

  it("is what the contact says rather than the Expires header", () => {
    const request = register("<sip:li@h:1>;expires=90, <sip:li@h:2>", { expires: 120 });
    expect(secondsOf(decideRegistration(request, [], NOW))).toEqual([
      ["sip:li@h:1", 90],
      ["sip:li@h:2", 120],
    ]);
  });

  it("is at most two hours", () => {
    expect(secondsOf(decideRegistration(register("<sip:li@h>;expires=99999"), [], NOW))).toEqual([
      ["sip:li@h", 7_200],
    ]);
  });

  it("is refused below a minute, with nothing changed", () => {
    const request = register("<sip:li@h:1>, <sip:li@h:2>;expires=59");
    expect(decideRegistration(request, [], NOW)).toEqual({ accepted: false, why: "too-brief" });
  });
});

describe("a registration", () => {
  it("without contacts lists what stands, leaving out what has expired", () => {
    const stored = [bound("sip:li@h:1"), bound("sip:li@h:2", { expiresAt: NOW })];
    expect(decideRegistration(register(undefined), stored, NOW)).toEqual({
      accepted: true,
      put: [],
      remove: [],
      bindings: [stored[0]],
    });
  });

  it("with zero seconds removes that contact alone", () => {
    const stored = [bound("sip:li@h:1"), bound("sip:li@h:2")];
    const decision = decideRegistration(register("<sip:li@H:1>", { expires: 0 }), stored, NOW);
    expect(decision).toMatchObject({ put: [], remove: [stored[0]], bindings: [stored[1]] });
  });

  it("with a star and zero seconds removes all, with a star and more nothing", () => {
    const stored = [bound("sip:li@h:1"), bound("sip:li@h:2")];
    expect(decideRegistration(register("*", { expires: 0 }), stored, NOW)).toMatchObject({
      remove: stored,
      bindings: [],
    });
    expect(decideRegistration(register("*", { expires: 60 }), stored, NOW)).toEqual({
      accepted: false,
      why: "malformed",
    });
    expect(decideRegistration(register("*"), stored, NOW)).toEqual({ accepted: false, why: "malformed" });
  });

  it("of an equal contact written differently replaces it", () => {
    const decision = decideRegistration(register("<sip:li@HOST>"), [bound("sip:li@host")], NOW);
    expect(decision).toMatchObject({
      remove: [{ contact: "sip:li@host" }],
      bindings: [{ contact: "sip:li@HOST" }],
    });
  });

  it("of the same contact overwrites it without removing it", () => {
    const decision = decideRegistration(register("<sip:li@h>"), [bound("sip:li@h")], NOW);
    expect(decision).toMatchObject({ put: [{ contact: "sip:li@h", callId: "c", cseq: 2 }], remove: [] });
  });

  it("that comes after a later one of the same Call-ID changes nothing", () => {
    const stored = [bound("sip:li@h", { callId: "c", cseq: 2 })];
    const refused = { accepted: false, why: "out-of-order" };
    expect(decideRegistration(register("<sip:li@h>"), stored, NOW)).toEqual(refused);
    expect(decideRegistration(register("*", { expires: 0 }), stored, NOW)).toEqual(refused);
    expect(decideRegistration(register("<sip:li@h>", { cseq: 3 }), stored, NOW)).toMatchObject({
      accepted: true,
    });
    expect(decideRegistration(register("<sip:li@h>", { callId: "d", cseq: 1 }), stored, NOW)).toMatchObject({
      accepted: true,
    });
  });

  it("of a sixth contact takes the place of the one that expires first", () => {
    const stored = [5, 4, 1, 3, 2].map((n) => bound(`sip:li@h:${n}`, { expiresAt: NOW + n * 1_000 }));
    const decision = decideRegistration(register("<sip:li@h:6>"), stored, NOW);
    expect(decision).toMatchObject({ remove: [{ contact: "sip:li@h:1" }] });
    expect(decision.accepted && decision.bindings).toHaveLength(5);
  });

  it("of six contacts at once is refused", () => {
    const six = [1, 2, 3, 4, 5, 6].map((n) => `<sip:li@h:${n}>`).join(",");
    expect(decideRegistration(register(six), [], NOW)).toEqual({ accepted: false, why: "malformed" });
  });
});
