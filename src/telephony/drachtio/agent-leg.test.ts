import { describe, expect, it } from "vitest";
import { inRingingOrder, targetOf } from "./agent-leg.ts";
import type { Binding } from "./binding.ts";

const bound = (contact: string, more: Partial<Binding> = {}): Binding => ({
  contact,
  receivedFrom: { address: "192.0.2.1", port: 5070, protocol: "udp" },
  callId: "c",
  cseq: 1,
  expiresAt: 0,
  userAgent: "",
  ...more,
});

describe("the way to a device", () => {
  it("leads through the NAT that its REGISTER came through", () => {
    const target = targetOf(bound("sip:li@10.0.0.7:5060;ob"), {});
    expect(target).toMatchObject({ uri: "sip:li@10.0.0.7:5060;ob", nextHop: "sip:192.0.2.1:5070" });
  });

  it("over a connection is left to the SIP server, which holds it", () => {
    const receivedFrom = { address: "192.0.2.1", port: 40_000, protocol: "tcp" } as const;
    expect(targetOf(bound("sip:li@x.invalid;transport=ws", { receivedFrom }), {}).nextHop).toBeUndefined();
  });
});

it("the device registered last is rung first", () => {
  const order = inRingingOrder([
    bound("a", { expiresAt: 1 }),
    bound("b", { expiresAt: 3 }),
    bound("c", { expiresAt: 2 }),
  ]);
  expect(order.map(({ contact }) => contact)).toEqual(["b", "c", "a"]);
});
