import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FeedEvent } from "./feed.ts";
import type { Changes } from "./saved.ts";
import { busyTenants, type History, history, publisher } from "./test-acts.ts";
import { TestCell } from "./test-cell.ts";
import { sampleRental } from "./test-tenant.ts";

/** Plays a history. */
function play(acts: History): TestCell {
  const cell = TestCell.of(busyTenants, [sampleRental]);
  for (const [act, later] of acts) act(cell.later(later));
  return cell;
}

/** Plays a history to its end, which is a stop. */
function run(acts: History): TestCell {
  return play(acts).tell({ type: "stopped" });
}

const changesOf = (cell: TestCell): readonly Changes[] =>
  cell.turns.flatMap((turn) => [...turn.tenants.values()].map(({ changes }) => changes));
const eventsOf = (cell: TestCell): readonly FeedEvent[] => changesOf(cell).flatMap(({ events }) => events);

describe("whatever happens, in whatever order", () => {
  it("every admitted call is recorded exactly once for each time it was admitted, and none stays", () => {
    fc.assert(
      fc.property(history, (acts) => {
        const cell = run(acts);
        const arrivals = eventsOf(cell).filter(({ type }) => type === "call-arrived");
        expect(changesOf(cell).flatMap(({ records }) => records)).toHaveLength(arrivals.length);
        expect(cell.cell.calls.size).toBe(0);
        expect([...cell.cell.router.waitingCalls(), ...cell.cell.router.reservations()]).toEqual([]);
      }),
    );
  });

  it("no agent is offered a second call before the first offer has ended, and every offer ends once", () => {
    fc.assert(
      fc.property(history, (acts) => {
        const ringing = new Map<string, string>();
        for (const { tenants: parts } of run(acts).turns) {
          const events = [...parts.values()].flatMap(({ changes }) => changes.events);
          // The tenants' logs do not say which of them came first: what rang before ends before anything rings anew.
          const rangBefore = new Set(ringing.values());
          const isOld = (event: FeedEvent) =>
            event.type === "offer-ended" && rangBefore.has(event.reservation);
          for (const event of [...events.filter(isOld), ...events.filter((one) => !isOld(one))]) {
            if (event.type === "offer-made") {
              expect(ringing.has(event.agent)).toBe(false);
              ringing.set(event.agent, event.reservation);
            }
            if (event.type === "offer-ended") {
              expect(ringing.get(event.agent)).toBe(event.reservation);
              ringing.delete(event.agent);
            }
          }
        }
        expect(ringing.size).toBe(0);
      }),
    );
  });

  it("a caller is joined to one agent only, and only whoever answered", () => {
    fc.assert(
      fc.property(history, (acts) => {
        for (const { tenants: parts } of run(acts).turns) {
          const all = [...parts.values()];
          const bridged = all.flatMap(({ effects }) =>
            effects.flatMap((effect) => (effect.do === "bridge" ? [effect.call] : [])),
          );
          const answered = all.flatMap(({ changes }) =>
            changes.events.flatMap((event) => (event.type === "call-answered" ? [event.call] : [])),
          );
          expect(bridged).toEqual(answered);
          expect(new Set(bridged).size).toBe(bridged.length);
        }
      }),
    );
  });

  it("what each tenant saved is what the cell holds of it", () => {
    fc.assert(
      fc.property(history, (acts) => {
        const cell = play(acts);
        const saved = (kind: "agents" | "calls" | "waiting" | "reservations") => {
          const entries = new Map<string, unknown>();
          for (const change of changesOf(cell).flatMap((changes) => [...changes[kind]])) {
            if (change.value === undefined) expect(entries.delete(change.key)).toBe(true);
            else entries.set(change.key, change.value);
          }
          return entries;
        };
        const { router } = cell.cell;
        expect(saved("agents")).toEqual(new Map([...router.agents()].map((one) => [one.profile.id, one])));
        expect(saved("waiting")).toEqual(new Map([...router.waitingCalls()].map((one) => [one.id, one])));
        expect(saved("reservations")).toEqual(
          new Map([...router.reservations()].map((one) => [one.id, one])),
        );
        expect(saved("calls")).toEqual(new Map([...cell.cell.calls].map(([id, { call }]) => [id, call])));
      }),
    );
  });

  it("neither tenant's changes name a call of the other", () => {
    fc.assert(
      fc.property(history, (acts) => {
        const parts = run(acts).turns.flatMap(({ tenants: all }) => [...all]);
        for (const [tenant, { changes, effects }] of parts) {
          const { agents: _, ...rest } = changes;
          const foreign = tenant === publisher ? /"x\d/ : /"p\d/;
          expect(JSON.stringify({ ...rest, effects })).not.toMatch(foreign);
        }
      }),
    );
  });
});
