import { describe, expect, test } from "vitest";
import { AgentId, QueueId, TenantId } from "../ids.ts";
import { anyone, type Queue, Router, type RoutingEvent, type RoutingStep } from "../routing/index.ts";
import { measured } from "./batch-means.ts";
import { exponential } from "./distribution.ts";
import type { Report } from "./report.ts";
import type { Routing } from "./routing.ts";
import type { CallerClass, Gauge, Scenario } from "./scenario.ts";
import { lengthOf, simulate, simulateOn } from "./simulate.ts";

const tenant = TenantId("t");
const [anna, bert] = [AgentId("anna"), AgentId("bert")];

const queue: Queue = {
  id: QueueId("q"),
  tenant,
  medium: "voice",
  steps: [{ eligible: anyone, from: ["own"], widens: false }],
  skipsEmptySteps: false,
  priority: { mode: "strict", topAfterSeconds: 1e9 },
  strategy: { by: "longest-idle" },
  keepFree: [],
  offering: { mode: "one" },
  autoAnswer: false,
  ringForSeconds: 20,
  wrapUpSeconds: 0,
  declinedPauseSeconds: 10,
  busyPauseSeconds: 10,
  overflow: {},
  target: { share: 0.8, withinSeconds: 20 },
};

const callers: CallerClass = {
  name: "all",
  queue: queue.id,
  priority: 0,
  arrivals: { by: "rate", perSecond: 1 / 100 },
  service: exponential(100_000),
  goodWithinMs: 20_000,
};

function centre(
  change: Partial<Scenario> = {},
  of: Partial<CallerClass> = {},
  rules: Partial<Queue> = {},
): Scenario {
  return {
    queues: [{ ...queue, ...rules }],
    agents: [anna, bert].map((id) => ({ id, tenant, skills: {} })),
    rentals: [],
    callers: [{ ...callers, ...of }],
    ...change,
  };
}

const calls = 20_000;

function reportOf(scenario: Scenario, routing?: Routing): Report {
  return simulate(scenario, lengthOf(scenario, calls, 1), routing);
}

/** What was asked of routing, and of whom it was heard how offers ended. */
class Ear implements Routing {
  readonly heard: RoutingEvent[] = [];
  readonly outcomes = new Map<string, number>();
  readonly #router = new Router();

  step(event: RoutingEvent): RoutingStep {
    this.heard.push(event);
    const step = this.#router.step(event);
    for (const command of step.commands) {
      if (command.do !== "note-offer-ended") continue;
      this.outcomes.set(command.outcome, (this.outcomes.get(command.outcome) ?? 0) + 1);
    }
    return step;
  }

  nextDeadline(): number | undefined {
    return this.#router.nextDeadline();
  }

  estimate(): undefined {
    return undefined;
  }
}

describe("a simulated centre", () => {
  test("serves everybody who calls, and counts who was served by whom", () => {
    const report = reportOf(centre());
    expect(Math.abs(report.count("arrived") - calls)).toBeLessThan(4 * Math.sqrt(calls));
    // Those who were waiting at the beginning or the end are counted on one side only.
    expect(Math.abs(report.count("arrived") - report.count("served"))).toBeLessThan(30);
    const matches = [anna, bert].map((agent) => measured(report.matches("all", agent)).value);
    expect(matches.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(1e-5, 6);
    expect(measured(report.occupancy()).value).toBeCloseTo(0.5, 1);
  });

  test("comes out the same for the same seed, and not for another", () => {
    const scenario = centre();
    const waitMs = (seed: number): number =>
      measured(simulate(scenario, lengthOf(scenario, 2000, seed)).callers().waitMs).value;
    expect(waitMs(1)).toBe(waitMs(1));
    expect(waitMs(1)).not.toBe(waitMs(2));
  });

  test("tells routing of everything in the order of time", () => {
    const ear = new Ear();
    reportOf(centre({}, { patience: exponential(50_000) }, { wrapUpSeconds: 5 }), ear);
    const moments = ear.heard.map(({ at }) => at);
    expect(moments).toEqual(moments.toSorted((one, other) => one - other));
    expect(new Set(ear.heard.map(({ type }) => type))).toEqual(
      new Set([
        "configured",
        "device-registered",
        "agent-asked",
        "call-queued",
        "offer-ended",
        "conversation-ended",
        "call-left",
        "time-passed",
      ]),
    );
  });

  test("loses callers without patience, who waited no longer than they had", () => {
    const patience = { is: "constant", ms: 30_000 } as const;
    const report = reportOf(centre({}, { arrivals: { by: "rate", perSecond: 1 / 40 }, patience }));
    const { abandoned, waitOfAbandonedMs, waitOfServedMs } = report.callers();
    expect(measured(abandoned).value).toBeGreaterThan(0.2);
    expect(measured(waitOfAbandonedMs).value).toBeCloseTo(30_000, 6);
    expect(measured(waitOfServedMs).value).toBeLessThan(30_000);
  });

  test("blocks calls that find no trunk", () => {
    // Two agents and two trunks: Erlang's loss formula, 1/5 for one erlang.
    const report = reportOf(centre({ trunks: 2 }));
    const { value, standardError } = measured(report.callers().blocked);
    expect(Math.abs(value - 0.2)).toBeLessThan(4 * standardError);
    expect(report.count("waited")).toBe(0);
  });

  test("counts calls that the queue does not keep, at once or after a while", () => {
    const busy = { arrivals: { by: "rate", perSecond: 1 / 40 } } as const;
    const overflow = { "maximum-waiting": { to: "hang-up" }, "maximum-wait": { to: "flow" } } as const;
    const report = reportOf(centre({}, busy, { maximumWaiting: 2, maximumWaitSeconds: 30, overflow }));
    const { refused, overflowed, waitOfWaitedMs } = report.callers();
    expect(measured(refused).value).toBeGreaterThan(0.05);
    expect(measured(overflowed).value).toBeGreaterThan(0.05);
    expect(measured(waitOfWaitedMs).value).toBeLessThan(30_000);
  });

  test("has agents who take their time, decline, are busy, or do not answer at all and come back", () => {
    const ear = new Ear();
    const report = reportOf(
      centre({
        answering: {
          delay: { is: "constant", ms: 4000 },
          chances: { declined: 0.1, busy: 0.1, "no-answer": 0.1, unreachable: 0.1 },
          returnsAfterMs: 30_000,
        },
      }),
      ear,
    );
    const offers = [...ear.outcomes.values()].reduce((sum, count) => sum + count, 0);
    for (const outcome of ["declined", "busy", "no-answer", "unreachable"])
      expect((ear.outcomes.get(outcome) ?? 0) / offers).toBeCloseTo(0.1, 1);
    expect(Math.abs(report.count("arrived") - report.count("served"))).toBeLessThan(30);
    expect(measured(report.callers().waitOfServedMs).value).toBeGreaterThan(4000);
  });

  test("stops the other devices when one of several is answered", () => {
    const ear = new Ear();
    const answering = { delay: exponential(5000) };
    reportOf(centre({ answering }, {}, { offering: { mode: "several", atMost: 2 } }), ear);
    expect(ear.outcomes.get("withdrawn")).toBeGreaterThan(1000);
    expect(ear.outcomes.get("answered")).toBeGreaterThan(19_000);
  });

  test("counts wrap-up as work, and nobody is called in it", () => {
    const report = reportOf(centre({}, {}, { wrapUpSeconds: 50 }));
    const wrapUp = measured(report.timeOf(anna, "wrap-up")).value;
    expect(wrapUp / measured(report.timeOf(anna, "talking")).value).toBeCloseTo(0.5, 1);
    expect(measured(report.occupancy()).value).toBeCloseTo(0.75, 1);
  });

  test("has agents who work in shifts", () => {
    const dayMs = 86_400_000;
    const days = Array.from({ length: 30 }, (_, day) => ({ fromMs: day * dayMs, toMs: (day + 0.5) * dayMs }));
    const scenario = centre({ shifts: new Map([[anna, days]]) });
    const length = { seed: 1, warmUpMs: 0, batchMs: dayMs, batches: 30 };
    const report = simulate(scenario, length);
    const signedIn = (["ready", "reserved", "talking", "wrap-up"] as const).map(
      (doing) => measured(report.timeOf(anna, doing)).value,
    );
    expect(signedIn.reduce((sum, part) => sum + part, 0)).toBeCloseTo(0.5, 1);
  });

  test("talks as long with each agent as it is said", () => {
    const serviceBy = new Map([[bert, { is: "constant", ms: 10_000 } as const]]);
    const report = reportOf(centre({}, { serviceBy }));
    const talkedMs =
      measured(report.timeOf(bert, "talking")).value / measured(report.matches("all", bert)).value;
    expect(talkedMs / 10_000).toBeCloseTo(1, 2);
  });

  test("tells how far estimated waits were off", () => {
    const report = reportOf(
      centre({ asksForEstimates: true }, { arrivals: { by: "rate", perSecond: 1 / 60 } }),
    );
    expect(report.count("estimated")).toBeGreaterThan(0.9 * report.count("waited"));
    const { estimateSquares, estimatedWaits } = report.callers();
    expect(Math.sqrt(measured(estimateSquares).value) / measured(estimatedWaits).value).toBeLessThan(1);
  });

  test("does not go on with a router that connects callers who do not wait", () => {
    const router = new Router();
    const repeating: Routing = {
      nextDeadline: () => router.nextDeadline(),
      estimate: () => undefined,
      step: (event) => {
        const step = router.step(event);
        return { ...step, commands: step.commands.flatMap((command) => [command, command]) };
      },
    };
    expect(() => reportOf(centre(), repeating)).toThrow("who does not wait");
  });

  test("does not go on with a router that never lets time pass", () => {
    const stuck: Routing = {
      nextDeadline: () => 0,
      estimate: () => undefined,
      step: () => ({ commands: [], changes: [] }),
    };
    expect(() => reportOf(centre(), stuck)).toThrow("time stands still");
  });
});

describe("a gauge", () => {
  const gauges: readonly Gauge[] = [
    { of: "centre", reading: (onTheLine) => onTheLine * onTheLine },
    { of: "each class", reading: (onTheLine) => Math.max(0, onTheLine - 2) },
  ];

  test("does nothing beyond what is due, however calls are routed", () => {
    const keptFree = { keepFree: [{ agents: 1, fromPriority: 9 }] };
    const load = { arrivals: { by: "rate", perSecond: 1 / 200 } } as const;
    for (const rules of [{}, keptFree]) {
      for (const { beyondDue, changed } of reportOf(centre({ gauges }, load, rules)).surprises()) {
        const due = measured(beyondDue);
        expect(due.standardError).toBeGreaterThan(0);
        expect(Math.abs(due.value)).toBeLessThan(4 * due.standardError);
        expect(Math.abs(measured(changed).value)).toBeLessThan(due.standardError);
      }
    }
  });

  test("counts calls that find no trunk as if they had found one", () => {
    const full: Gauge = { of: "centre", reading: (onTheLine) => Math.max(0, onTheLine - 2) };
    const report = reportOf(centre({ trunks: 2, gauges: [full] }));
    const [surprise] = report.surprises();
    const { blocked, arrivalsPerMs } = report.callers();
    if (surprise === undefined) throw new Error("no gauge was read");
    const controls = [
      { ratio: surprise.beyondDue, exactly: 0 },
      { ratio: arrivalsPerMs, exactly: 1e-5 },
    ];
    expect(measured(blocked, controls).standardError).toBeLessThan(measured(blocked).standardError);
    expect(measured(surprise.changed)).toEqual({ value: 0, standardError: 0 });
  });

  test("cannot be read where nobody can say what is due", () => {
    const constant = { is: "constant", ms: 1000 } as const;
    const wave = { by: "wave", perSecond: 1, swing: 0.5, periodMs: 1000 } as const;
    expect(() => reportOf(centre({ gauges }, { service: constant }))).toThrow("is not exponential");
    expect(() => reportOf(centre({ gauges }, { serviceBy: new Map() }))).toThrow("is not exponential");
    expect(() => reportOf(centre({ gauges }, { arrivals: wave }))).toThrow("steady rate");
  });
});

describe("a simulation that goes on", () => {
  test("comes to the same as one of that length, in batches that grow", () => {
    const scenario = centre();
    const length = { seed: 1, warmUpMs: 1e6, batchMs: 1e6, batches: 4 };
    const simulation = simulateOn(scenario, length);
    const counted = Array.from({ length: 10 }, () => {
      const { value: report } = simulation.next();
      const { over, under } = report.callers().arrivalsPerMs;
      const calls = [...over].reduce((sum, count) => sum + count, 0);
      return { calls, batches: over.length, batchMs: under[0] };
    });
    expect(counted.map(({ batches }) => batches)).toEqual([1, 2, 3, 4, 2, 3, 3, 4, 4, 2]);
    expect(counted.map(({ batchMs }) => (batchMs ?? 0) / 1e6)).toEqual([1, 1, 1, 1, 2, 2, 2, 2, 2, 4]);
    const whole = simulate(scenario, { ...length, batches: 8 });
    expect(counted[7]?.calls).toBe(whole.count("arrived"));
  });
});
