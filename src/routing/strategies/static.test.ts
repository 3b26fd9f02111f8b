import { describe, expect, test } from "vitest";
import { AgentId, TenantId } from "../../ids.ts";
import { rankerOf } from "./index.ts";
import { freeAgent, numbersOf, offeredInOrder } from "./test-free-agent.ts";

const expert = freeAgent("expert", { skills: { refund: 9, cantonese: 2 } });
const novice = freeAgent("novice", { skills: { refund: 1 } });
const allRounder = freeAgent("all-rounder", { skills: { refund: 5, cantonese: 5, supervisor: 5 } });
const unskilled = freeAgent("unskilled");
const everybody = [expert, novice, allRounder, unskilled];

describe("longest idle", () => {
  test("tells no agents apart: how long they are idle decides", () => {
    expect(numbersOf({ by: "longest-idle" }, everybody)).toEqual([0, 0, 0, 0]);
  });
});

describe("longest idle by level", () => {
  test("offers to the highest level of the skill first, and to who does not hold it last", () => {
    expect(offeredInOrder({ by: "longest-idle-by-level", skill: "refund" }, everybody)).toEqual([
      "expert",
      "all-rounder",
      "novice",
      "unskilled",
    ]);
  });

  test("counts levels below 10", () => {
    expect(numbersOf({ by: "longest-idle-by-level", skill: "refund" }, everybody)).toEqual([1, 9, 5, 10]);
  });

  test("takes the levels of the rental, not of the agent's profile", () => {
    const ranker = rankerOf({ by: "longest-idle-by-level", skill: "refund" });
    expect(ranker.kind === "static" && ranker.tierOf(expert.profile, { refund: 4 })).toBe(6);
  });

  test.each(["constructor", "__proto__", "toString"])(
    "holds nobody to have a skill named %s by birth",
    (skill) => {
      expect(numbersOf({ by: "longest-idle-by-level", skill }, [expert])).toEqual([10]);
    },
  );
});

describe("least skilled", () => {
  test("offers to the smallest sum of levels first, so that all-rounders stay free", () => {
    expect(offeredInOrder({ by: "least-skilled" }, everybody)).toEqual([
      "unskilled",
      "novice",
      "expert",
      "all-rounder",
    ]);
    expect(numbersOf({ by: "least-skilled" }, everybody)).toEqual([11, 1, 15, 0]);
  });

  test("sums the levels of the rental, not of the agent's profile", () => {
    const ranker = rankerOf({ by: "least-skilled" });
    expect(ranker.kind === "static" && ranker.tierOf(allRounder.profile, { refund: 4, vip: 3 })).toBe(7);
  });
});

describe("ordered list", () => {
  const listed = (...agents: string[]) => ({ by: "ordered-list", agents: agents.map(AgentId) }) as const;

  test("offers in the order listed, and to who is not listed last", () => {
    expect(offeredInOrder(listed("novice", "expert"), everybody)).toEqual([
      "novice",
      "expert",
      "all-rounder",
      "unskilled",
    ]);
    expect(numbersOf(listed("novice", "expert"), everybody)).toEqual([1, 0, 2, 2]);
  });

  test("counts an agent listed twice where it comes first", () => {
    expect(numbersOf(listed("novice", "expert", "novice"), [expert, novice])).toEqual([1, 0]);
  });

  test("tells nobody apart when nobody is listed", () => {
    expect(numbersOf(listed(), everybody)).toEqual([0, 0, 0, 0]);
  });

  test("knows agents by id, whoever's they are", () => {
    const rented = freeAgent("rented", { tenant: TenantId("t2") });
    expect(numbersOf(listed("rented"), [expert, rented])).toEqual([1, 0]);
  });
});
