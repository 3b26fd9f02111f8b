import { describe, expect, it } from "vitest";
import { CallId, LegId } from "../../ids.ts";
import type { Channel } from "./ari/messages.ts";
import { leftoversOf } from "./leftovers.ts";

const call = CallId(`c${"0".repeat(32)}`);
const nobody = { knowsLeg: () => false, knowsBridge: () => false };

function channel(id: string, name: string, application: string, data: string): Channel {
  return { id, name, state: "Up", dialplan: { app_name: application, app_data: data } };
}
const caller = channel("1.1", "PJSIP/edge-00000001", "Stasis", `fivenines,${call}`);
const agent = channel("agent-x.1", "PJSIP/edge-00000002", "Stasis", "fivenines,agent,x.1");
const leaving = channel("1.2", "PJSIP/edge-00000003", "Hangup", "34");
const foreign = channel("1.3", "PJSIP/other-00000001", "Stasis", `fivenines,${call}`);

describe("what Asterisk holds and nobody knows", () => {
  it("is left by a process before ours when it is there on the first connection", () => {
    const held = { channels: [caller, agent], bridges: [{ id: call }] };
    expect(leftoversOf(held, nobody, true)).toEqual({
      arrivals: [],
      legs: ["1.1", "agent-x.1"],
      bridges: [call],
    });
  });

  it("is an unheard arrival when it is a caller in our application on a later connection", () => {
    const held = { channels: [caller, agent, leaving], bridges: [] };
    expect(leftoversOf(held, nobody, false)).toEqual({
      arrivals: [{ leg: "1.1", call }],
      legs: ["agent-x.1", "1.2"],
      bridges: [],
    });
  });

  it("is not what we know, and not what came by other ways than the SIP server", () => {
    const known = { knowsLeg: (leg: LegId) => leg === LegId("1.1"), knowsBridge: () => true };
    const held = { channels: [caller, foreign], bridges: [{ id: call }] };
    expect(leftoversOf(held, known, true)).toEqual({ arrivals: [], legs: [], bridges: [] });
  });
});
