import { describe, expect, it } from "vitest";
import { Flow } from "./flow.ts";
import { validateFlow } from "./validate.ts";

const bye = { do: "goodbye", say: { zh: "再见。" } };
const play = (next: string) => ({ do: "play", say: { zh: "您好。" }, next });
const menu = (choices: Record<string, string>, otherwise: string) => ({
  do: "menu",
  say: { zh: "请按键。" },
  choices,
  otherwise,
});
const hours = (open: string, closed: string, changes: object = {}) => ({
  do: "hours",
  timeZone: "Asia/Shanghai",
  weekly: [{ days: [1], from: "09:00", to: "18:00" }],
  open,
  closed,
  ...changes,
});
const queue = (changes: object = {}) => ({ do: "queue", queue: "sales", ...changes });

/** `path code` of each fault. */
function faults(start: string, nodes: Record<string, unknown>): readonly string[] {
  return validateFlow(Flow.parse({ start, nodes })).map(({ path, code }) => `${path} ${code}`);
}

describe("a flow without faults", () => {
  it("may greet, look at the clock, offer a menu, queue and say goodbye", () => {
    const nodes = {
      welcome: play("office"),
      office: hours("choose", "shut"),
      choose: menu({ "1": "sales", "*": "choose" }, "sales"),
      sales: queue({
        preferred: { agent: "last", patienceSeconds: 30 },
        maximumWaitSeconds: 60,
        onMaximumWait: "sorry",
        onMaximumWaiting: "sorry",
        onClosed: "shut",
        onNoAgents: "shut",
      }),
      sorry: play("choose"),
      shut: bye,
    };
    expect(faults("welcome", nodes)).toEqual([]);
  });

  it("may comfort a caller who waits and queue again", () => {
    const nodes = { wait: queue({ maximumWaitSeconds: 30, onMaximumWait: "soon" }), soon: play("wait") };
    expect(faults("wait", nodes)).toEqual([]);
  });

  it("may name a node like anything every object inherits", () => {
    expect(faults("constructor", { constructor: bye })).toEqual([]);
  });
});

describe("a flow that leads nowhere", () => {
  it("starts at no node, and says only that", () => {
    expect(faults("welcom", { welcome: bye })).toEqual(["start unknown-start"]);
    expect(faults("constructor", { welcome: bye })).toEqual(["start unknown-start"]);
  });

  it("names a node that is not there, whichever exit it is", () => {
    const nodes = {
      a: play("gone-1"),
      b: menu({ "1": "gone-2", "#": "a", "2": "c" }, "gone-3"),
      c: hours("gone-4", "gone-5"),
      d: queue({
        onMaximumWait: "gone-6",
        onMaximumWaiting: "gone-7",
        onClosed: "gone-8",
        onNoAgents: "gone-9",
      }),
    };
    expect(faults("b", nodes)).toEqual([
      "nodes.a.next unknown-node",
      "nodes.b.choices.1 unknown-node",
      "nodes.b.otherwise unknown-node",
      "nodes.c.open unknown-node",
      "nodes.c.closed unknown-node",
      "nodes.d.onMaximumWait unknown-node",
      "nodes.d.onMaximumWaiting unknown-node",
      "nodes.d.onClosed unknown-node",
      "nodes.d.onNoAgents unknown-node",
      "nodes.d unreachable-node",
    ]);
  });

  it("has nodes no call can get to, even if they lead to one another", () => {
    expect(faults("bye", { bye, island: menu({ "1": "islet" }, "bye"), islet: play("island") })).toEqual([
      "nodes.island unreachable-node",
      "nodes.islet unreachable-node",
    ]);
  });
});

describe("a flow that goes round", () => {
  it("plays for ever", () => {
    expect(faults("a", { a: play("b"), b: play("a") })).toEqual(["nodes.b.next endless-loop"]);
    expect(faults("a", { a: play("a") })).toEqual(["nodes.a.next endless-loop"]);
  });

  it("asks for ever a caller who presses no key", () => {
    expect(faults("ask", { ask: menu({ "1": "bye" }, "again"), again: play("ask"), bye })).toEqual([
      "nodes.again.next endless-loop",
    ]);
  });

  it("holds the caller until the office opens", () => {
    expect(faults("office", { office: hours("bye", "shut"), shut: play("office"), bye })).toEqual([
      "nodes.shut.next endless-loop",
    ]);
  });

  it("spins between hours, and says so once", () => {
    expect(faults("a", { a: hours("b", "bye"), b: hours("bye", "a"), bye })).toEqual([
      "nodes.b.closed spinning-loop",
    ]);
    expect(faults("a", { a: hours("a", "bye"), bye })).toEqual(["nodes.a.open spinning-loop"]);
  });

  it("spins between queues that nobody can serve", () => {
    expect(faults("a", { a: queue({ onNoAgents: "b" }), b: queue({ onNoAgents: "a" }) })).toEqual([
      "nodes.b.onNoAgents spinning-loop",
    ]);
    expect(faults("a", { a: queue({ onNoAgents: "b" }), b: hours("a", "bye"), bye })).toEqual([
      "nodes.b.open spinning-loop",
    ]);
  });

  it("spins between queues that are full or closed", () => {
    expect(faults("a", { a: queue({ onMaximumWaiting: "b" }), b: queue({ onClosed: "a" }) })).toEqual([
      "nodes.b.onClosed spinning-loop",
    ]);
  });

  it("is told both loops when it has two", () => {
    const nodes = { a: menu({ "1": "b", "2": "c" }, "bye"), b: play("b"), c: play("c"), bye };
    expect(faults("a", nodes)).toEqual(["nodes.b.next endless-loop", "nodes.c.next endless-loop"]);
  });

  it("is shown the way round", () => {
    const [fault] = validateFlow(Flow.parse({ start: "a", nodes: { a: play("b"), b: play("a") } }));
    expect(fault?.message.en).toContain("a → b → a");
    expect(fault?.message.zh).toContain("a → b → a");
  });

  it("is shown a long way round in short, and a very long one does not exhaust the stack", () => {
    const last = 20_000;
    const nodes = Object.fromEntries(
      Array.from({ length: last + 1 }, (_, n) => [`n${n}`, play(n === last ? "n0" : `n${n + 1}`)]),
    );
    const [fault, ...others] = validateFlow(Flow.parse({ start: "n0", nodes }));
    expect(others).toEqual([]);
    expect(fault?.message.en).toContain("n0 → n1 → n2 → n3 → n4 → n5 → n6 → n7 → … → n0");
  });
});

describe("a node with a fault of its own", () => {
  it("is a menu without choices", () => {
    expect(faults("ask", { ask: menu({}, "bye"), bye })).toEqual(["nodes.ask.choices menu-without-choices"]);
  });

  it("looks at the clock of a place that is not known", () => {
    expect(faults("a", { a: hours("bye", "bye", { timeZone: "Asia/Chengdoo" }), bye })).toEqual([
      "nodes.a.timeZone unknown-time-zone",
    ]);
  });

  it.each([
    ["18:00", "09:00"],
    ["09:00", "09:00"],
    ["24:00", "24:00"],
  ])("opens from %s to %s", (from, to) => {
    const weekly = [
      { days: [1], from: "00:00", to: "24:00" },
      { days: [2], from, to },
    ];
    expect(faults("a", { a: hours("bye", "bye", { weekly }), bye })).toEqual(["nodes.a.weekly.1 empty-span"]);
  });
});
