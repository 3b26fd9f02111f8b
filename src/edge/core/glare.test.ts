import { describe, expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import type { SipRequest } from "../sip/message.ts";
import { parseMessage } from "../sip/parse.ts";
import { ServerTransaction } from "../transaction/server.ts";
import { RFC_TIMERS } from "../transaction/timers.ts";
import { clashOf, mustWait, type UnderWay } from "./glare.ts";
import type { Incoming } from "./state.ts";

function request(method: string, offer: boolean): SipRequest {
  const head = `${method} sip:c@d SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2`;
  const body = offer ? "v=0\r\n" : "";
  const rest = `Call-ID: x\r\nCSeq: 1 ${method}\r\nContent-Type: application/sdp\r\nContent-Length: ${body.length}`;
  const parsed = parseMessage(Buffer.from(`${head}\r\n${rest}\r\n\r\n${body}`));
  if (parsed.kind !== "request") throw new Error(parsed.kind);
  return parsed;
}

function pending(method: string, offer: boolean): Incoming {
  const host = { send: () => undefined, ackReceived: () => undefined, ended: () => undefined };
  const setting = { clock: new ManualClock(), timers: RFC_TIMERS };
  return {
    id: "1",
    request: request(method, offer),
    source: { protocol: "udp", address: "192.0.2.1", port: 5060, localAddress: "192.0.2.2", localPort: 5060 },
    transaction: new ServerTransaction(setting, { invite: method === "INVITE", reliable: true }, host),
    localTag: "2",
    owner: undefined,
    dialog: undefined,
    answered: false,
    done: false,
    patience: undefined,
  };
}

const idle: UnderWay = {
  state: "confirmed",
  ownInvite: undefined,
  peerInvite: undefined,
  peerUpdate: undefined,
  ownOffer: undefined,
  unacknowledged: undefined,
};

describe("requests that get in each other's way (RFC 3261 14.2, RFC 3311 5.2)", () => {
  it.each([
    ["nothing", "INVITE", undefined, {}],
    ["nothing", "UPDATE", undefined, {}],
    ["their INVITE", "INVITE", "later", { peerInvite: pending("INVITE", true) }],
    ["their INVITE with an offer", "UPDATE", "later", { peerInvite: pending("INVITE", true) }],
    ["their INVITE without one", "UPDATE", undefined, { peerInvite: pending("INVITE", false) }],
    ["their UPDATE", "UPDATE", "later", { peerUpdate: pending("UPDATE", false) }],
    ["their UPDATE with an offer", "INVITE", "later", { peerUpdate: pending("UPDATE", true) }],
    ["their UPDATE without one", "INVITE", undefined, { peerUpdate: pending("UPDATE", false) }],
    ["our UPDATE with an offer", "UPDATE", "pending", { ownOffer: "1" }],
    ["our UPDATE with an offer", "INVITE", "pending", { ownOffer: "1" }],
    ["our UPDATE with an offer", "INFO", undefined, { ownOffer: "1" }],
  ] as const)("on top of %s, a new %s with an offer: %s", (_what, method, clash, underWay) => {
    expect(clashOf({ ...idle, ...underWay }, request(method, true))).toBe(clash);
  });

  it("an UPDATE without an offer passes whatever offer is open", () => {
    const busy = { ...idle, ownOffer: "1", peerInvite: pending("INVITE", true) };
    expect(clashOf(busy, request("UPDATE", false))).toBeUndefined();
  });

  it("before the call is answered an UPDATE passes though the INVITE made an offer", () => {
    const early: UnderWay = { ...idle, state: "early", peerInvite: pending("INVITE", true) };
    expect(clashOf(early, request("UPDATE", true))).toBeUndefined();
  });
});

describe("requests of the application that must wait (RFC 3261 14.1, RFC 3311 5.1)", () => {
  it("are INVITEs on top of any INVITE or open offer, and offers in UPDATE on top of another", () => {
    const theirs = { ...idle, peerInvite: pending("INVITE", true) };
    const ours = { ...idle, ownOffer: "1" };
    expect(mustWait(theirs, { method: "INVITE", offers: true })).toBe(true);
    expect(mustWait(ours, { method: "INVITE", offers: false })).toBe(true);
    expect(mustWait(ours, { method: "UPDATE", offers: true })).toBe(true);
    expect(mustWait(ours, { method: "UPDATE", offers: false })).toBe(false);
    expect(mustWait(idle, { method: "INVITE", offers: true })).toBe(false);
    expect(mustWait(theirs, { method: "BYE", offers: false })).toBe(false);
  });
});
