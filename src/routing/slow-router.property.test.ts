import { describe, expect, test } from "vitest";
import type { AgentState } from "./agent.ts";
import { plainRuns, runs, severalRuns } from "./test-acts.ts";
import { PlainRules } from "./test-plain-rules.ts";
import { type Act, type Moment, offersIn, run } from "./test-run.ts";
import { plainScore, slowMatch, withoutOffers } from "./test-slow-router.ts";
import { inAll } from "./test-story.ts";

/** One offer after the other, each is the one that a plain scan of how things stood finds; and then there is none. */
function agrees(acts: readonly Act[]): void {
  for (const moment of run(acts)) {
    const { after, event, deadline } = moment;
    const offers = offersIn([moment]);
    // A claim is the agent's own choice, and what has fallen due is only looked at when time is told to pass.
    const isUnnoticed = deadline !== undefined && deadline <= event.at;
    if (event.type === "call-claimed" || isUnnoticed || isOneAfterTheOther(moment)) continue;
    const expected = [...offers, undefined].map((_, nth) =>
      slowMatch(withoutOffers(after, offers.slice(nth)), event.at),
    );
    const made = offers.map(({ call, agent }) => ({ call, agent }));
    expect([...made, undefined]).toEqual(expected);
  }
}

/** Of several things that fall due, each is followed up before the next: no scan of the end of it tells. */
function isOneAfterTheOther({ event, before }: Moment): boolean {
  const deadlines = [
    ...before.reservations.map(({ expiresAt }) => expiresAt),
    ...before.agents.flatMap(({ state, works }) => [state, ...works]).map(untilOf),
    ...before.waiting.flatMap(({ stepEndsAt, giveUpAt, preferred }) => [
      stepEndsAt,
      giveUpAt,
      preferred?.until,
    ]),
  ];
  const due = deadlines.filter((at) => at !== undefined && at <= event.at);
  return event.type === "time-passed" && due.length > 1;
}

function untilOf(state: AgentState): number | undefined {
  return "until" in state ? state.until : undefined;
}

describe("each event leads to the offers that a plain scan over all calls and agents finds", () => {
  test("where queues offer a call to one agent at a time", () => inAll(plainRuns, 250, agrees));
  test("where some offer it to several at once", () => inAll(severalRuns, 250, agrees));
});

test("the score that an explanation tells is the one that the policy documents", () =>
  inAll(runs, 60, (acts) => {
    for (const moment of run(acts)) {
      const rules = new PlainRules(moment.after, moment.event.at);
      for (const { call: id, because } of offersIn([moment])) {
        const call = moment.after.waiting.find((one) => one.id === id);
        const policy = call && rules.queueOf(call)?.priority;
        const score = policy && plainScore(policy, call, because.at);
        expect(because.score).toBeCloseTo(score ?? Number.NaN, 6);
        expect(because.priority).toBe(policy?.mode);
      }
    }
  }));

test("a waiting call's position is its rank by score among all of its queue", () =>
  inAll(runs, 60, (acts) => {
    run(acts, (router, { after, event: { at } }) => {
      const rules = new PlainRules(after, at);
      for (const call of after.waiting) {
        const policy = rules.queueOf(call)?.priority;
        if (policy === undefined) continue;
        const scoreOf = (one: typeof call) => plainScore(policy, one, at);
        const before = after.waiting.filter(
          (other) =>
            other.queue === call.queue &&
            other.id !== call.id &&
            (scoreOf(other) > scoreOf(call) ||
              (scoreOf(other) === scoreOf(call) &&
                (other.queuedAt < call.queuedAt ||
                  (other.queuedAt === call.queuedAt && other.id < call.id)))),
        );
        expect([call.id, router.estimate(call.id, at)?.position]).toEqual([call.id, before.length + 1]);
      }
    });
  }));

test("an agent has no reason not to be offered a waiting call exactly where plain rules find none", () =>
  inAll(runs, 60, (acts) => {
    run(acts, (router, { after, event: { at }, deadline }) => {
      const rules = new PlainRules(after, at);
      if (deadline !== undefined && deadline <= at) return;
      for (const call of after.waiting) {
        if (rules.queueOf(call) === undefined) continue;
        const free = router.exclusions(call.id).flatMap(([id, why]) => (why === undefined ? [id] : []));
        expect(free.toSorted()).toEqual(
          rules
            .eligible(call)
            .map(({ profile }) => profile.id)
            .toSorted(),
        );
      }
    });
  }));
