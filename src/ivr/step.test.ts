import { describe, expect, it } from "vitest";
import type { OverflowCause } from "../routing/index.ts";
import { Flow } from "./flow.ts";
import { stepWalk, walkDeadline } from "./step.ts";
import type { Walk, WalkCommand, WalkEvent } from "./walk.ts";

const zh = (text: string) => ({ language: "zh", text });

const flow = Flow.parse({
  start: "welcome",
  nodes: {
    welcome: { do: "play", say: { zh: "您好。", en: "Welcome." }, next: "office" },
    office: {
      do: "hours",
      timeZone: "UTC",
      weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "01:00" }],
      open: "choose",
      closed: "shut",
    },
    choose: {
      do: "menu",
      say: { zh: "购书请按一。" },
      choices: { "1": "sales", "2": "authors" },
      waitSeconds: 5,
      attempts: 3,
      onTimeout: { zh: "没有听到按键。" },
      onWrongDigit: { zh: "按键无效。" },
      otherwise: "shut",
    },
    sales: {
      do: "queue",
      queue: "sales",
      priority: 3,
      maximumWaitSeconds: 60,
      onMaximumWait: "sorry",
      onMaximumWaiting: "full",
      onClosed: "closed",
      onNoAgents: "shut",
    },
    authors: {
      do: "queue",
      queue: "authors",
      preferred: { agent: "last", patienceSeconds: 20 },
    },
    full: { do: "play", say: { zh: "排队的人太多。" }, next: "shut" },
    closed: { do: "play", say: { zh: "已经下班。" }, next: "shut" },
    sorry: { do: "play", say: { zh: "抱歉。" }, next: "shut" },
    shut: { do: "goodbye", say: { zh: "再见。" } },
  },
});

const entered: WalkEvent = { type: "entered", at: 0 };
const finished = (at = 0): WalkEvent => ({ type: "prompts-finished", at });
const pressed = (digit: string, at = 0): WalkEvent => ({ type: "digit-pressed", digit, at });
const timePassed = (at: number): WalkEvent => ({ type: "time-passed", at });
const gaveUp = (why: OverflowCause): WalkEvent => ({ type: "queue-gave-up", why, at: 0 });

/** Steps through all events; answers where the walk stands and what the last event asked for. */
function after(...events: readonly WalkEvent[]): readonly [Walk | undefined, readonly WalkCommand[]] {
  return events.reduce<readonly [Walk | undefined, readonly WalkCommand[]]>(
    ([walk], event) => stepWalk(flow, walk, event),
    [undefined, []],
  );
}

const queueAuthors = {
  do: "queue",
  queue: "authors",
  priority: 0,
  preferred: { agent: "last", patienceSeconds: 20 },
  needsAgents: false,
};
const menuHeard = [entered, finished(), finished(1_000)];
const queued = [...menuHeard, pressed("1")];

describe("a play node", () => {
  it("speaks its texts in every language given, Mandarin first", () => {
    expect(after(entered)).toEqual([
      { at: "speaking", node: "welcome", attempt: 1 },
      [{ do: "play", utterances: [zh("您好。"), { language: "en", text: "Welcome." }] }],
    ]);
  });

  it("is cut short by a key of the menu that comes next, past opening hours too", () => {
    expect(after(entered, pressed("2"))).toEqual([
      { at: "queued", node: "authors" },
      [{ do: "stop-playing" }, queueAuthors],
    ]);
  });

  it("lets keys pass by that no menu offers next", () => {
    expect(after(entered, pressed("7"))).toEqual([{ at: "speaking", node: "welcome", attempt: 1 }, []]);
    expect(after(entered, pressed("1", 3_600_000))[1]).toEqual([]);
    expect(after(...queued, gaveUp("maximum-wait"), pressed("1"))).toEqual([
      { at: "speaking", node: "sorry", attempt: 1 },
      [],
    ]);
  });

  it("goes on when it has been heard, and follows the clock at once", () => {
    expect(after(entered, finished())).toEqual([
      { at: "speaking", node: "choose", attempt: 1 },
      [{ do: "play", utterances: [zh("购书请按一。")] }],
    ]);
    expect(after(entered, finished(3_600_000))).toEqual([
      { at: "speaking", node: "shut", attempt: 1 },
      [{ do: "play", utterances: [zh("再见。")] }],
    ]);
  });
});

describe("a menu", () => {
  it("listens for its waiting time once it has been heard", () => {
    const [walk, commands] = after(...menuHeard);
    expect(walk).toEqual({ at: "listening", node: "choose", attempt: 1, until: 6_000 });
    expect(commands).toEqual([]);
    expect(walk && walkDeadline(walk)).toBe(6_000);
  });

  it("is cut short by a choice", () => {
    expect(after(entered, finished(), pressed("2"))).toEqual([
      { at: "queued", node: "authors" },
      [{ do: "stop-playing" }, queueAuthors],
    ]);
  });

  it("takes a choice while it listens", () => {
    expect(after(...menuHeard, pressed("2", 5_999))).toEqual([
      { at: "queued", node: "authors" },
      [queueAuthors],
    ]);
  });

  it("answers a wrong digit by saying so and asking again", () => {
    expect(after(...menuHeard, pressed("7"))).toEqual([
      { at: "speaking", node: "choose", attempt: 2 },
      [{ do: "play", utterances: [zh("按键无效。"), zh("购书请按一。")] }],
    ]);
  });

  it("is cut short by a wrong digit too", () => {
    expect(after(entered, finished(), pressed("7"))).toEqual([
      { at: "speaking", node: "choose", attempt: 2 },
      [{ do: "stop-playing" }, { do: "play", utterances: [zh("按键无效。"), zh("购书请按一。")] }],
    ]);
  });

  it.each(["A", "constructor", ""])("takes %j for a wrong digit", (digit) => {
    expect(after(...menuHeard, pressed(digit))[0]).toEqual({ at: "speaking", node: "choose", attempt: 2 });
  });

  it("does not run out of patience early", () => {
    const listening = { at: "listening", node: "choose", attempt: 1, until: 6_000 };
    expect(after(...menuHeard, timePassed(5_999))).toEqual([listening, []]);
  });

  it("answers silence by saying so and asking again", () => {
    expect(after(...menuHeard, timePassed(6_000))).toEqual([
      { at: "speaking", node: "choose", attempt: 2 },
      [{ do: "play", utterances: [zh("没有听到按键。"), zh("购书请按一。")] }],
    ]);
  });

  it("changes nothing on the end of a prompt that was cut short, nor on time passing while it speaks", () => {
    const listening = { at: "listening", node: "choose", attempt: 1, until: 6_000 };
    expect(after(...menuHeard, finished(2_000))).toEqual([listening, []]);
    expect(after(entered, finished(), timePassed(9_000))).toEqual([
      { at: "speaking", node: "choose", attempt: 1 },
      [],
    ]);
  });

  it("goes the other way when its attempts are used up, by silence and wrong digits together", () => {
    const third = [...menuHeard, timePassed(6_000), finished(7_000), pressed("9"), finished(8_000)];
    expect(after(...third)[0]).toEqual({ at: "listening", node: "choose", attempt: 3, until: 13_000 });
    expect(after(...third, timePassed(13_000))).toEqual([
      { at: "speaking", node: "shut", attempt: 1 },
      [{ do: "play", utterances: [zh("再见。")] }],
    ]);
  });
});

describe("a queue", () => {
  it("is handed the call with its priority, its longest wait and whether it needs agents", () => {
    expect(after(...queued)).toEqual([
      { at: "queued", node: "sales" },
      [{ do: "queue", queue: "sales", priority: 3, maximumWaitSeconds: 60, needsAgents: true }],
    ]);
  });

  it("keeps the call whatever is pressed or passes", () => {
    for (const event of [pressed("1"), finished(), timePassed(9e9), entered]) {
      expect(after(...queued, event)).toEqual([{ at: "queued", node: "sales" }, []]);
    }
  });

  it("gives the call back after its longest wait", () => {
    expect(after(...queued, gaveUp("maximum-wait"))).toEqual([
      { at: "speaking", node: "sorry", attempt: 1 },
      [{ do: "play", utterances: [zh("抱歉。")] }],
    ]);
  });

  it("gives the call back when nobody signed in could serve it", () => {
    expect(after(...queued, gaveUp("no-agents"))[0]).toEqual({ at: "speaking", node: "shut", attempt: 1 });
  });

  it("that is full or closed gives the call back, each by its own exit", () => {
    expect(after(...queued, gaveUp("maximum-waiting"))[0]).toMatchObject({ at: "speaking", node: "full" });
    expect(after(...queued, gaveUp("closed"))[0]).toMatchObject({ at: "speaking", node: "closed" });
  });

  it("is told for whom the call is kept at first", () => {
    const [, commands] = after(...menuHeard, pressed("2"));
    expect(commands).toMatchObject([{ do: "queue", preferred: { agent: "last", patienceSeconds: 20 } }]);
  });

  it.each(["maximum-wait", "maximum-waiting", "closed", "no-agents"] as const)(
    "that does not keep the call for %s, without an exit for that, hangs up",
    (why) => {
      const waiting = [entered, finished(), pressed("2")];
      expect(after(...waiting, gaveUp(why))).toEqual([{ at: "done" }, [{ do: "hang-up" }]]);
    },
  );
});

describe("goodbye", () => {
  const saying = [...queued, gaveUp("no-agents")];

  it("hangs up once it has been heard, and not before", () => {
    expect(after(...saying, pressed("1"))).toEqual([{ at: "speaking", node: "shut", attempt: 1 }, []]);
    expect(after(...saying, finished())).toEqual([{ at: "done" }, [{ do: "hang-up" }]]);
  });

  it("is the end: whatever comes later changes nothing", () => {
    for (const event of [entered, finished(), pressed("1"), timePassed(9e9), gaveUp("no-agents")]) {
      expect(after(...saying, finished(), event)).toEqual([{ at: "done" }, []]);
    }
  });
});

describe("a walk", () => {
  it("is entered once: a repeat changes nothing", () => {
    expect(after(entered, entered)).toEqual([{ at: "speaking", node: "welcome", attempt: 1 }, []]);
  });

  it("has a deadline only while it listens", () => {
    expect(walkDeadline({ at: "speaking", node: "choose", attempt: 1 })).toBeUndefined();
    expect(walkDeadline({ at: "queued", node: "sales" })).toBeUndefined();
    expect(walkDeadline({ at: "done" })).toBeUndefined();
  });

  it("hangs up where a flow with faults leads nowhere or only round", () => {
    const hours = { do: "hours", timeZone: "UTC", weekly: [{ days: [1], from: "00:00", to: "24:00" }] };
    const spinning = Flow.parse({
      start: "a",
      nodes: { a: { ...hours, open: "b", closed: "b" }, b: { ...hours, open: "a", closed: "a" } },
    });
    const missing = Flow.parse({ start: "constructor", nodes: {} });
    for (const faulty of [spinning, missing]) {
      expect(stepWalk(faulty, undefined, entered)).toEqual([{ at: "done" }, [{ do: "hang-up" }]]);
    }
  });

  it("hangs up when its node is no longer what it was", () => {
    for (const walk of [
      { at: "speaking", node: "gone", attempt: 1 },
      { at: "listening", node: "sales", attempt: 1, until: 0 },
      { at: "queued", node: "welcome" },
    ] satisfies Walk[]) {
      expect(stepWalk(flow, walk, entered)).toEqual([{ at: "done" }, [{ do: "hang-up" }]]);
    }
  });
});
