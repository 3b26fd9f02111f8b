import { expect, it } from "vitest";
import { Residents } from "./residents.ts";

const resident = (estate?: string, instance?: string) => ({
  open: true,
  tags: [],
  estate,
  instance,
  deliver: () => undefined,
  depart: () => undefined,
});

it("one that arrives takes the place of the same instance of the same application, and of no other", () => {
  const residents = new Residents();
  const first = resident("centre", "i1");
  for (const one of [
    first,
    resident("centre", "i2"),
    resident("other", "i1"),
    resident("centre"),
    resident(),
  ])
    expect(residents.arrive(one)).toBeUndefined();
  expect(residents.arrive(first)).toBeUndefined();
  const second = resident("centre", "i1");
  expect(residents.arrive(second)).toBe(first);
  residents.leave(first);
  expect(residents.arrive(first)).toBe(second);
  residents.leave(first);
  expect(residents.arrive(second)).toBeUndefined();
});
