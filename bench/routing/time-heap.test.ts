import { expect, it } from "vitest";
import { Random } from "./random.ts";
import { TimeHeap } from "./time-heap.ts";

function emptied<T>(heap: TimeHeap<T>): readonly T[] {
  const items: T[] = [];
  for (let item = heap.pop(); item !== undefined; item = heap.pop()) items.push(item);
  return items;
}

it("What is to happen comes soonest first, whatever the order it was planned in", () => {
  const random = new Random(1);
  const times = Array.from({ length: 500 }, () => random.between(0, 100));
  const heap = new TimeHeap<number>();
  for (const at of times) heap.push(at, at);
  expect(emptied(heap)).toEqual(times.toSorted((one, other) => one - other));
});

it("Of what is to happen at the same moment, what was planned first comes first", () => {
  const heap = new TimeHeap<string>();
  for (const item of ["a", "b", "c", "d"]) heap.push(7, item);
  expect(emptied(heap)).toEqual(["a", "b", "c", "d"]);
});

it("A copy goes on by itself", () => {
  const heap = new TimeHeap<string>();
  heap.push(1, "a");
  const copied = heap.copy();
  heap.push(2, "b");
  expect(emptied(copied)).toEqual(["a"]);
  expect(emptied(heap)).toEqual(["a", "b"]);
});
