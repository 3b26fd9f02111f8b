import { describe, expect, test } from "vitest";
import { Agenda } from "./agenda.ts";
import { randomFor } from "./random.ts";

/** Everything still in it, in the order it comes out. */
function emptied(agenda: Agenda): readonly { readonly at: number; readonly whom: number }[] {
  const taken = [];
  while (agenda.size > 0) {
    const at = agenda.nextAt;
    agenda.take();
    taken.push({ at, whom: agenda.whom });
  }
  return taken;
}

describe("an agenda", () => {
  test("gives back what was put in by time, and at one time in the order of putting in", () => {
    const random = randomFor(1, "agenda");
    const entries = Array.from({ length: 5000 }, (_, whom) => ({ at: random.bits() % 500, whom }));
    const agenda = new Agenda();
    for (const { at, whom } of entries) agenda.put(at, 0, whom);
    expect(emptied(agenda)).toEqual(
      entries.toSorted((one, other) => one.at - other.at || one.whom - other.whom),
    );
  });

  test("takes new entries between", () => {
    const agenda = new Agenda();
    agenda.put(5, 1, 10);
    agenda.put(1, 2, 20);
    agenda.take();
    expect([agenda.kind, agenda.whom, agenda.nextAt]).toEqual([2, 20, 5]);
    agenda.put(3, 3, 30);
    expect(emptied(agenda)).toEqual([
      { at: 3, whom: 30 },
      { at: 5, whom: 10 },
    ]);
  });

  test("has nothing next when it is empty", () => {
    expect(new Agenda().nextAt).toBe(Number.POSITIVE_INFINITY);
  });
});
