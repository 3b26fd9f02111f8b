import { describe, expect, it } from "vitest";
import type { WireEntry } from "../../test/support/phone/index.ts";
import { IdleAgentWaits } from "./idle-agent-waits.ts";
import { NextInviteWaits } from "./next-invite-waits.ts";

const agent = "sip:office-001@127.0.0.1:5070";
const colleague = "sip:office-002@127.0.0.1:5070";

function passed(at: number, direction: WireEntry["direction"], startLine: string, callId: string): WireEntry {
  return { at, direction, startLine, callId };
}
const invited = (at: number, callId: string, who = agent) =>
  passed(at, "received", `INVITE ${who} SIP/2.0`, callId);
const called = (at: number, callId: string) =>
  passed(at, "sent", "INVITE sip:98001@127.0.0.1 SIP/2.0", callId);
const hungUp = (at: number, callId: string) =>
  passed(at, "sent", "BYE sip:fivenines@127.0.0.1 SIP/2.0", callId);

describe("the wait for an idle agent", () => {
  it("lasts from the caller's INVITE to the agent's", () => {
    const waits = new IdleAgentWaits();
    waits.caller(called(100, "caller-1"));
    waits.agent(invited(109, "agent-1"));
    waits.caller(called(200, "caller-2"));
    waits.agent(invited(212, "agent-2"));
    expect(waits.milliseconds).toEqual([9, 12]);
  });

  it("counts from the first INVITE where it is repeated, and only once", () => {
    const waits = new IdleAgentWaits();
    waits.caller(called(100, "caller-1"));
    waits.caller(called(600, "caller-1"));
    waits.agent(invited(609, "agent-1"));
    waits.agent(invited(1_109, "agent-1"));
    expect(waits.milliseconds).toEqual([509]);
  });

  it("is not begun by other messages", () => {
    const waits = new IdleAgentWaits();
    waits.caller(hungUp(100, "caller-1"));
    waits.agent(invited(109, "agent-1"));
    expect(waits.milliseconds).toEqual([]);
  });
});

describe("the wait for the next call", () => {
  it("lasts from an agent's BYE to the next INVITE at that same agent", () => {
    const waits = new NextInviteWaits(() => true);
    for (const entry of [invited(0, "a"), invited(5, "b", colleague), hungUp(100, "a"), hungUp(110, "b")])
      waits.take(entry);
    waits.take(invited(130, "c", colleague));
    waits.take(invited(140, "d"));
    expect(waits.milliseconds).toEqual([20, 40]);
    expect(waits.offered).toBe(4);
  });

  it("counts from the first BYE where it is repeated", () => {
    const waits = new NextInviteWaits(() => true);
    for (const entry of [invited(0, "a"), hungUp(100, "a"), hungUp(600, "a"), invited(610, "b")])
      waits.take(entry);
    waits.take(hungUp(620, "a"));
    waits.take(invited(630, "c"));
    expect(waits.milliseconds).toEqual([510]);
  });

  it("is left out where nobody waited at the BYE", () => {
    const waits = new NextInviteWaits(() => false);
    for (const entry of [invited(0, "a"), hungUp(100, "a"), invited(5_000, "b")]) waits.take(entry);
    expect(waits.milliseconds).toEqual([]);
    expect(waits.leftOut).toBe(1);
  });

  it("is not begun by a caller's BYE", () => {
    const waits = new NextInviteWaits(() => true);
    waits.take(invited(0, "a"));
    waits.take(passed(100, "received", `BYE ${agent} SIP/2.0`, "a"));
    waits.take(invited(150, "b"));
    expect(waits.milliseconds).toEqual([]);
  });
});
