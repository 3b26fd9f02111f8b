import { describe, expect, it } from "vitest";
import { AgentId } from "../ids.ts";
import { LastAgents } from "./last-agents.ts";

const liNa = AgentId("li-na");
const wangWei = AgentId("wang-wei");

describe("who last talked with a caller", () => {
  it("is the newest of those known from before, until somebody talks with it again", () => {
    const last = new LastAgents([
      { caller: "139", agent: liNa },
      { caller: "139", agent: wangWei },
    ]);
    expect(last.of("139")).toBe(liNa);
    last.talked({ caller: "139", agent: wangWei });
    expect(last.of("139")).toBe(wangWei);
  });

  it("is forgotten of those talked with longest ago, when there are too many", () => {
    const last = new LastAgents([], 2);
    for (const caller of ["1", "2", "1", "3"]) last.talked({ caller, agent: liNa });
    expect(["1", "2", "3"].map((caller) => last.of(caller))).toEqual([liNa, undefined, liNa]);
  });

  it("is nobody where the number is withheld", () => {
    const last = new LastAgents([{ caller: "anonymous", agent: liNa }]);
    last.talked({ caller: "Anonymous", agent: liNa });
    last.talked({ caller: "", agent: liNa });
    expect([last.of("anonymous"), last.of("Anonymous"), last.of("")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
