import { describe, expect, it } from "vitest";
import { AgentId, CallId, QueueId } from "../../src/ids.ts";
import { renderBoard, renderLine } from "./board.ts";
import { CentreView } from "./centre-view.ts";
import { Tally } from "./tally.ts";

const liNa = { id: AgentId("li-na"), key: "li-na", name: "李娜", skills: {}, hasDevice: true };
const call = CallId("c1");

function busyCentre(): CentreView {
  const view = new CentreView("北京星空出版社", "98668");
  view.begin([{ ...liNa, state: { at: "ready", since: 0 } }], []);
  view.apply({ type: "call-arrived", at: 1_000, call, number: "98668", caller: "13986680000" });
  view.apply({ type: "call-queued", at: 2_000, call, queue: QueueId("orders") });
  return view;
}

describe("the board", () => {
  it("shows who waits, and since when", () => {
    const lines = renderBoard("阳光呼叫中心 99999", [busyCentre()], new Tally(), {
      elapsed: 5,
      total: 60,
      now: 3_500,
    });
    expect(lines.join("\n")).toContain("来电 calls 1   等待 waiting 1   已接 answered 0");
    expect(lines.at(-1)).toMatch(/13986680000 +排队 queue 1\.5 s/);
  });

  it("shows who talks to whom", () => {
    const view = busyCentre();
    const state = { at: "talking", since: 3_000, call, reservation: "c1.1", wrapUpSeconds: 1 };
    view.apply({ type: "call-answered", at: 3_000, call, agent: liNa.id, waitedMs: 1_000 });
    view.apply(JSON.parse(JSON.stringify({ type: "agent-state-changed", at: 3_000, agent: "li-na", state })));
    const lines = renderBoard("", [view], new Tally(), { elapsed: 5, total: 60, now: 3_500 });
    expect(lines.join("\n")).toMatch(/李娜 +通话 talking +← 13986680000/);
  });

  it("fits one line where there is no terminal", () => {
    expect(renderLine([busyCentre()], { elapsed: 5.4, total: 60, now: 0 })).toBe(
      "5 s  98668: 1 calls, 1 waiting, 0 answered",
    );
  });

  it("forgets a call that has ended", () => {
    const view = busyCentre();
    view.apply({ type: "call-ended", at: 4_000, call, by: "caller", outcome: "abandoned" });
    expect(view.waiting).toBe(0);
  });
});
