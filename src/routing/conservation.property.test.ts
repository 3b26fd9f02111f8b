import { describe, expect, test } from "vitest";
import { rankAgain } from "./strategies/index.ts";
import { runs } from "./test-acts.ts";
import { PlainRules } from "./test-plain-rules.ts";
import { type Moment, offersIn, run } from "./test-run.ts";
import { inAll } from "./test-story.ts";
import type { WaitingCall } from "./waiting-call.ts";

/** Holds after each step, judged by plain rules. */
function atEach(faultsOf: (moment: Moment, rules: PlainRules) => readonly unknown[]): void {
  inAll(runs, 100, (acts) => {
    const faults = run(acts).flatMap((moment) =>
      faultsOf(moment, new PlainRules(moment.after, moment.event.at)),
    );
    expect(faults).toEqual([]);
  });
}

/** Nothing has fallen due that the router has not been told of. */
const isUpToDate = ({ deadline, event }: Moment) => deadline === undefined || deadline > event.at;

describe("after each step", () => {
  test("no call waits for an offer that an eligible agent with room could be made, but for a reserve or patience", () =>
    atEach((moment, rules) => {
      if (!isUpToDate(moment)) return [];
      return moment.after.waiting.filter((call) => {
        return call.reservations.length < rules.mostOffers(call) && rules.candidates(call).length > 0;
      });
    }));

  test("no younger call has newly been offered while an older one of its class has not", () =>
    atEach((moment, rules) =>
      offersIn([moment]).filter(({ call: id, because, agent }) => {
        const call = moment.after.waiting.find((one) => one.id === id);
        if (call === undefined || because.because !== undefined) return false;
        return moment.after.waiting.some(
          (other) =>
            isOfClass(call, other) &&
            isOlder(other, call) &&
            // A call that rings somebody rings more only after all those that ring nobody.
            other.reservations.length === 0 &&
            rules.mostOffers(other) > 0 &&
            other.preferred === undefined &&
            !moment.after.reservations.some((one) => one.call === other.id && one.agent === agent),
        );
      }),
    ));

  test("nobody is rung for a queue whose calls are picked, unless the agent picked one", () =>
    atEach((moment) =>
      offersIn([moment]).filter(({ queue: id, because }) => {
        const queue = moment.after.queues.find((one) => one.id === id);
        return queue?.offering.mode === "claim" && because.because !== "claimed";
      }),
    ));

  test("no call waits on a step that its queue skips because nobody signed in could match it", () =>
    atEach((moment, rules) => {
      if (!isUpToDate(moment)) return [];
      return moment.after.waiting.filter((call) => {
        const queue = rules.queueOf(call);
        const skips = queue?.skipsEmptySteps === true && call.step < queue.steps.length - 1;
        const searches = call.reservations.length === 0 && call.preferred === undefined;
        return skips && searches && !rules.isMatched(queue, call.step);
      });
    }));

  test("a call that needs agents waits unoffered only while somebody signed in could serve it", () =>
    atEach((moment, rules) =>
      moment.after.waiting.filter(
        (call) =>
          call.needsAgents &&
          call.reservations.length === 0 &&
          !moment.after.agents.some((agent) => rules.couldServe(agent, call)),
      ),
    ));

  test("no call waits in a queue that is gone, unless it rings", () =>
    atEach((moment, rules) =>
      moment.after.waiting.filter(
        (call) => call.reservations.length === 0 && rules.queueOf(call) === undefined,
      ),
    ));

  test("a contract's cap is kept by every offer made under it, and its hours", () =>
    atEach((moment) =>
      offersIn([moment]).filter(({ rental: id }) => {
        const rental = moment.after.rentals.find((one) => one.id === id);
        if (rental === undefined) return id !== undefined;
        const works = moment.after.agents.flatMap(({ works }) => works).filter(({ rental }) => rental === id);
        return works.length > (rental.cap ?? works.length);
      }),
    ));
});

describe("the explanation of each offer", () => {
  test("ranks the chosen agent first, and again so from its terms", () =>
    atEach((moment) =>
      offersIn([moment]).filter(({ agent, because }) => {
        const { ranking } = because;
        const again = rankAgain(ranking.toReversed());
        return ranking[0]?.agent !== agent || JSON.stringify(again) !== JSON.stringify(ranking);
      }),
    ));

  test("counts every agent of the tenant and its rentals once, as eligible or excluded", () =>
    atEach((moment, rules) =>
      offersIn([moment]).filter(({ queue: id, because: { because, eligible, ranking, excluded } }) => {
        const queue = moment.after.queues.find((one) => one.id === id);
        if (queue === undefined || because !== undefined) return false;
        const counted = excluded.reduce((sum, { count }) => sum + count, eligible);
        const theirs = moment.after.agents.filter((agent) => rules.engagements(agent, queue).length > 0);
        const named = [...ranking.map(({ agent }) => agent), ...excluded.flatMap(({ agents }) => agents)];
        return counted !== theirs.length || new Set(named).size < named.length;
      }),
    ));

  test("tells the call's age, and the version of the configuration in force", () =>
    atEach((moment) =>
      offersIn([moment]).filter(({ call: id, because: { ageMs, at, configVersion } }) => {
        const call = moment.after.waiting.find((one) => one.id === id);
        const known = at === moment.event.at && configVersion === moment.after.configVersion;
        return !known || call === undefined || ageMs !== at - call.queuedAt;
      }),
    ));
});

function isOfClass(one: WaitingCall, other: WaitingCall): boolean {
  return one.queue === other.queue && one.priority === other.priority && one.step === other.step;
}

function isOlder(one: WaitingCall, other: WaitingCall): boolean {
  return one.queuedAt < other.queuedAt || (one.queuedAt === other.queuedAt && one.id < other.id);
}
