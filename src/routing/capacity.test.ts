import { describe, expect, test } from "vitest";
import type { Capacity } from "./capacity.ts";
import { agent, queue } from "./test-builders.ts";
import { TestCell } from "./test-cell.ts";

const voice = queue("calls");
const chat = queue("chats", { medium: "chat", wrapUpSeconds: 10 });
const email = queue("mails", { medium: "email", wrapUpSeconds: 0 });

const blended: Capacity = {
  voice: { slots: 1, interruptedBy: [] },
  chat: { slots: 3, interruptedBy: ["chat"] },
  email: { slots: 1, interruptedBy: ["voice", "chat"] },
};

const blending = (capacity: Capacity = blended) =>
  TestCell.with([voice, chat, email], [agent("li", {}, { capacity })], ["li"]);

describe("an agent's slots", () => {
  test("take one call and nothing else where nothing is said of them", () => {
    const cell = TestCell.with([voice, chat], [agent("li")], ["li"]);
    expect(cell.queue("chat1", "chats")).toEqual([]);
    expect(cell.queue("c1", "calls")).toContain("offer c1.1 to li");
  });

  test("take as many items of a medium as there are slots, and no more", () => {
    const cell = blending();
    for (const item of ["m1", "m2", "m3"])
      expect(cell.queue(item, "chats")).toContain(`offer ${item}.1 to li`);
    expect(cell.queue("m4", "chats")).toEqual([]);
    expect(cell.agent("li")?.works.map(({ call }) => call)).toEqual(["m1", "m2", "m3"]);
    expect(cell.exclusions("m4")).toEqual({ li: "occupied" });
  });

  test("take the next item as soon as one is done with", () => {
    const cell = blending();
    for (const item of ["m1", "m2", "m3", "m4"]) cell.queue(item, "chats");
    cell.offerEnds("m1.1", "answered");
    cell.conversationEnds("m1");
    expect(cell.waiting("m4")?.reservations).toEqual([]);
    expect(cell.later(10).timePasses()).toContain("offer m4.1 to li");
  });

  test("do not take a medium that is not given", () => {
    const cell = blending({ chat: { slots: 1, interruptedBy: [] } });
    expect(cell.queue("c1", "calls")).toEqual([]);
    expect(cell.exclusions("c1")).toEqual({ li: "other-medium" });
  });
});

describe("interruption", () => {
  test("lets a call through to an agent who writes an e-mail", () => {
    const cell = blending();
    cell.queue("m1", "mails");
    cell.offerEnds("m1.1", "answered");
    expect(cell.queue("c1", "calls")).toContain("offer c1.1 to li");
    cell.offerEnds("c1.1", "answered");
    expect(cell.agent("li")).toMatchObject({
      state: { at: "talking", call: "m1" },
      works: [{ call: "m1" }, { call: "c1" }],
    });
  });

  test("lets nothing through to an agent on a call", () => {
    const cell = blending();
    cell.connect("c1", "calls");
    expect(cell.queue("m1", "chats")).toEqual([]);
    expect(cell.queue("m2", "mails")).toEqual([]);
  });

  test("must be allowed by everything in hand", () => {
    const cell = blending();
    cell.connect("m1", "mails");
    expect(cell.queue("x1", "chats")).toContain("offer x1.1 to li");
    expect(cell.queue("c1", "calls")).toEqual([]);
  });
});

describe("an agent with several items in hand", () => {
  const twoChats = () => {
    const cell = blending();
    cell.connect("m1", "chats");
    cell.later(5).connect("m2", "chats");
    return cell;
  };

  test("shows the foremost: talking before reserved before wrap-up, then the oldest", () => {
    const cell = twoChats();
    expect(cell.agent("li")?.state).toMatchObject({ at: "talking", call: "m1" });
    cell.conversationEnds("m1");
    expect(cell.agent("li")?.state).toMatchObject({ at: "talking", call: "m2" });
    cell.queue("m3", "chats");
    cell.conversationEnds("m2");
    expect(cell.agent("li")?.state).toMatchObject({ at: "reserved", call: "m3" });
  });

  test("takes a reserved break after the last of them", () => {
    const cell = twoChats();
    cell.askForBreak("li", "lunch");
    expect(cell.queue("m3", "chats")).toEqual([]);
    cell.conversationEnds("m1");
    cell.later(10).timePasses();
    expect(cell.agent("li")?.state).toMatchObject({ at: "talking", call: "m2" });
    cell.conversationEnds("m2");
    expect(cell.later(10).timePasses()).toEqual(["li is not-ready (lunch)"]);
  });

  test("is idle only when the last has ended, and busy from the first to the last", () => {
    const cell = twoChats();
    const busySince = cell.now - 5000;
    expect(cell.agent("li")).toMatchObject({ busySince, busyMs: 0 });
    cell.conversationEnds("m1");
    cell.later(20).conversationEnds("m2");
    cell.timePasses();
    expect(cell.agent("li")?.busySince).toBe(busySince);
    cell.later(10).timePasses();
    expect(cell.agent("li")).toMatchObject({ state: { at: "ready" }, idleSince: cell.now, busyMs: 35_000 });
    expect(cell.agent("li")?.busySince).toBeUndefined();
  });

  test("may be offered a call again that comes back while its wrap-up goes on", () => {
    const cell = blending();
    cell.connect("m1", "chats");
    cell.conversationEnds("m1");
    expect(cell.queue("m1", "chats", { offersBefore: 1 })).toContain("offer m1.2 to li");
  });

  test("who does not answer one more keeps the others, and is not ready after them", () => {
    const cell = twoChats();
    cell.queue("m3", "chats");
    cell.offerEnds("m3.1", "no-answer");
    expect(cell.agent("li")?.works.map(({ call }) => call)).toEqual(["m1", "m2"]);
    expect(cell.waiting("m3")?.reservations).toEqual([]);
    cell.conversationEnds("m1");
    cell.conversationEnds("m2");
    expect(cell.later(10).timePasses().at(-1)).toBe("li is not-ready (ring-no-answer)");
  });
});
