import { describe, expect, it } from "vitest";
import type { Offer } from "../../dispatch/index.ts";
import { AgentId, CallId, ReservationId } from "../../ids.ts";
import { agentLegOf, newAgentLeg } from "./agent-leg.ts";

const call = CallId(`c${"1".repeat(32)}`);
const offer: Offer = {
  reservation: ReservationId(`${call}.3`),
  call,
  agent: AgentId("agent-1"),
  sipUsername: "1001",
  caller: "13800138000",
  queueName: "售后服务",
  ringForSeconds: 15,
  autoAnswer: false,
};
const variables = (change: Partial<Offer>) =>
  newAgentLeg({ ...offer, ...change }, "127.0.0.1:5060").variables;

describe("an agent leg", () => {
  it("has one name for one reservation", () => {
    expect(newAgentLeg(offer, "127.0.0.1:5060").leg).toBe(agentLegOf(offer.reservation));
  });

  it("goes to the agent's SIP username at the SIP server, escaped where it must be", () => {
    const { endpoint } = newAgentLeg({ ...offer, sipUsername: "li@1/2" }, "10.0.0.1:5060");
    expect(endpoint).toBe("PJSIP/edge/sip:li%401%2F2@10.0.0.1:5060");
  });

  it("shows a withheld number as anonymous", () => {
    expect(variables({ caller: "" })).toHaveProperty(["CONNECTEDLINE(num,i)"], "anonymous");
  });

  it("asks to be answered by itself only where the queue says so", () => {
    const name = "PJSIP_HEADER(add,X-Fivenines-Auto-Answer)";
    expect(variables({})).not.toHaveProperty([name]);
    expect(variables({ autoAnswer: true })).toHaveProperty([name], "yes");
  });

  it("shows no line breaks and no more of a long queue name than devices do", () => {
    expect(variables({ queueName: "a\r\nb" })).toHaveProperty(["CONNECTEDLINE(name,i)"], "a  b");
    expect(variables({ queueName: "队".repeat(99) })).toHaveProperty(
      ["CONNECTEDLINE(name,i)"],
      "队".repeat(64),
    );
  });
});
