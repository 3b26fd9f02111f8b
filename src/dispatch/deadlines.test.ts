import * as fc from "fast-check";
import { expect, it } from "vitest";
import { type Deadline, Deadlines } from "./deadlines.ts";

const byMoment = (one: Deadline<string>, other: Deadline<string>) => one.at - other.at;

it("what is due is taken out in order, however it was put in", () => {
  const anyDeadlines = fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), id: fc.string() }));
  fc.assert(
    fc.property(anyDeadlines, fc.integer({ min: 0, max: 50 }), (all, now) => {
      const deadlines = new Deadlines<string>();
      for (const one of all) deadlines.add(one);
      expect(deadlines.next(() => true)).toBe(all.toSorted(byMoment)[0]?.at);
      const due = deadlines.takeDue(now);
      expect(due.map(({ at }) => at)).toEqual(
        all
          .filter(({ at }) => at <= now)
          .map(({ at }) => at)
          .toSorted((a, b) => a - b),
      );
      const later = all.filter(({ at }) => at > now).toSorted(byMoment);
      expect(deadlines.next(() => true)).toBe(later[0]?.at);
      expect(deadlines.takeDue(50)).toHaveLength(later.length);
    }),
  );
});

it("what no longer stands is passed over", () => {
  const deadlines = new Deadlines<string>();
  for (const at of [3, 1, 2]) deadlines.add({ at, id: String(at) });
  expect(deadlines.next(({ id }) => id === "3")).toBe(3);
  expect(deadlines.next(() => false)).toBeUndefined();
});
