import { describe, expect, test } from "vitest";
import { agent, queue } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const ready = () => TestCell.with([queue("any")], [agent("li"), agent("wang")], ["li"]);

const reserved = () => {
  const cell = ready();
  cell.queue("c1", "any");
  return cell;
};

const talking = () => {
  const cell = reserved();
  cell.offerEnds("c1.1", "answered");
  return cell;
};

const wrappingUp = () => {
  const cell = talking();
  cell.later(60).conversationEnds("c1");
  return cell;
};

describe("asking for ready", () => {
  test("is ignored without a device", () => {
    const cell = TestCell.with([queue("any")], [agent("li")]);
    expect(cell.ask("li", "ready")).toEqual([]);
  });

  test("makes a signed-out agent ready and idle from now", () => {
    const cell = ready();
    expect(cell.signIn("wang")).toEqual(["wang is ready"]);
    expect(cell.agent("wang")?.idleSince).toBe(cell.now);
  });

  test("ends the wrap-up early", () => {
    expect(wrappingUp().ask("li", "ready")).toEqual(["li is ready"]);
  });

  test("while talking cancels a reserved break", () => {
    const cell = talking();
    cell.askForBreak("li", "lunch");
    cell.ask("li", "ready");
    cell.conversationEnds("c1");
    expect(cell.later(10).timePasses()).toEqual(["li is ready"]);
  });
});

describe("asking for a break", () => {
  test("takes effect at once when ready, and again with another reason", () => {
    const cell = ready();
    expect(cell.askForBreak("li", "lunch")).toEqual(["li is not-ready (lunch)"]);
    expect(cell.askForBreak("li", "lunch")).toEqual([]);
    expect(cell.askForBreak("li", "training")).toEqual(["li is not-ready (training)"]);
  });

  test("signs in an agent who was logged out, device or not", () => {
    expect(ready().askForBreak("wang", "paperwork")).toEqual(["wang is not-ready (paperwork)"]);
  });

  test("in wrap-up takes effect at once", () => {
    expect(wrappingUp().askForBreak("li", "lunch")).toEqual(["li is not-ready (lunch)"]);
  });

  test("while reserved waits until the offer is over, and its reason stands before the system's", () => {
    const cell = reserved();
    expect(cell.askForBreak("li", "lunch")).toEqual([]);
    expect(cell.offerEnds("c1.1", "no-answer")).toContain("li is not-ready (lunch)");
  });

  test("while reserved or talking waits until the wrap-up is over", () => {
    const cell = reserved();
    cell.askForBreak("li", "lunch");
    cell.offerEnds("c1.1", "answered");
    expect(cell.conversationEnds("c1")).toEqual(["li is wrap-up"]);
    expect(cell.later(10).timePasses()).toEqual(["li is not-ready (lunch)"]);
    expect(cell.agent("li")?.breakReserved).toBeUndefined();
  });
});

describe("signing out", () => {
  test.each([
    ["ready", ready],
    ["in wrap-up", wrappingUp],
  ])("takes effect at once when %s", (_, cell) => {
    expect(cell().ask("li", "logged-out")).toEqual(["li is logged-out"]);
  });

  test("while reserved withdraws the offer and puts the call back in its place", () => {
    const cell = reserved();
    cell.later(1).queue("c2", "any");
    expect(cell.ask("li", "logged-out")).toEqual([
      "withdraw c1.1",
      "c1.1 ended withdrawn",
      "li is logged-out",
    ]);
    expect(cell.waiting("c1")?.passedOver).toEqual([]);
    expect(cell.signIn("wang")).toContain("offer c1.2 to wang");
  });

  test("while talking takes effect after the wrap-up", () => {
    const cell = talking();
    expect(cell.ask("li", "logged-out")).toEqual([]);
    expect(cell.conversationEnds("c1")).toEqual(["li is wrap-up"]);
    expect(cell.later(10).timePasses()).toEqual(["li is logged-out"]);
    expect(cell.agent("li")?.signOutReserved).toBeUndefined();
  });

  test("and a break, both asked for while talking: the latest wish stands", () => {
    const cell = talking();
    cell.ask("li", "logged-out");
    cell.askForBreak("li", "lunch");
    cell.conversationEnds("c1");
    expect(cell.later(10).timePasses()).toEqual(["li is not-ready (lunch)"]);
  });
});

describe("a device that is gone", () => {
  test("makes a ready agent not ready", () => {
    expect(ready().device("li", "device-gone")).toEqual(["li is not-ready (device-gone)"]);
  });

  test("while it rings ends the offer as unreachable, and the call goes elsewhere first", () => {
    const cell = reserved();
    expect(cell.device("li", "device-gone")).toEqual([
      "withdraw c1.1",
      "c1.1 ended unreachable",
      "li is not-ready (device-gone)",
    ]);
    expect(cell.waiting("c1")?.passedOver).toEqual(["li"]);
  });

  test("while talking leaves the conversation, and the agent is not ready afterwards", () => {
    const cell = talking();
    expect(cell.device("li", "device-gone")).toEqual([]);
    cell.conversationEnds("c1");
    expect(cell.later(10).timePasses()).toEqual(["li is not-ready (device-gone)"]);
  });

  test("and is back before the wrap-up is over does not keep the agent from being ready", () => {
    const cell = talking();
    cell.device("li", "device-gone");
    cell.conversationEnds("c1");
    cell.device("li", "device-registered");
    expect(cell.later(10).timePasses()).toEqual(["li is ready"]);
  });

  test("and comes back leaves it to the agent to be ready", () => {
    const cell = ready();
    cell.device("li", "device-gone");
    expect(cell.device("li", "device-registered")).toEqual([]);
    expect(cell.agent("li")?.state.at).toBe("not-ready");
  });
});

describe("after a conversation", () => {
  test("no offer arrives in the wrap-up; the next comes with its end", () => {
    const cell = wrappingUp();
    cell.queue("c2", "any");
    cell.now += 9_999;
    expect(cell.timePasses()).toEqual([]);
    cell.now += 1;
    expect(cell.timePasses()).toEqual(["li is ready", "li is reserved", "offer c2.1 to li"]);
  });

  test("an agent is idle since the end of the wrap-up, however late that is noticed", () => {
    const cell = wrappingUp();
    const until = cell.now + 10_000;
    cell.later(25).timePasses();
    expect(cell.agent("li")).toMatchObject({ idleSince: until, state: { at: "ready", since: cell.now } });
  });

  test("without wrap-up the next offer comes in the same step", () => {
    const cell = TestCell.with([queue("any", { wrapUpSeconds: 0 })], [agent("li")], ["li"]);
    cell.queue("c1", "any");
    cell.offerEnds("c1.1", "answered");
    cell.queue("c2", "any");
    expect(cell.conversationEnds("c1")).toEqual(["li is ready", "li is reserved", "offer c2.1 to li"]);
  });

  test("the end told twice ends it once", () => {
    expect(wrappingUp().conversationEnds("c1")).toEqual([]);
  });
});
