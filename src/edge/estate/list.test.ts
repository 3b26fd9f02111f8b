import { expect, it } from "vitest";
import { type Page, pageOf } from "./list.ts";

const entry = (key: string, length: number) => ({ key, facts: () => ({ key, text: "x".repeat(length) }) });
const keys = ({ lines }: Page) => lines.map((line) => /"key":"(.)"/.exec(line)?.[1]);

it("a list that fits into one answer names nothing to go on after", () => {
  expect(pageOf([entry("a", 1), entry("b", 1)], "")).toEqual({
    lines: ['{"key":"a","text":"x"}', '{"key":"b","text":"x"}'],
    next: undefined,
  });
  expect(pageOf([], "")).toEqual({ lines: [], next: undefined });
});

it("every line comes once, however large, whatever ends between two parts", () => {
  const entries = [
    entry("a", 30_000),
    entry("b", 29_000),
    entry("c", 2_000),
    entry("d", 99_000),
    entry("e", 5),
  ];
  const parts = [pageOf(entries, "")];
  const left = entries.filter(({ key }) => key !== "b");
  for (const after of ["b", "c", "d"]) parts.push(pageOf(left, after));
  expect(parts.map(keys)).toEqual([["a", "b"], ["c"], ["d"], ["e"]]);
  expect(parts.map(({ next }) => next)).toEqual(["b", "c", "d", undefined]);
});

it("only the lines of the part are written out", () => {
  let written = 0;
  const counting = (key: string) => ({ key, facts: () => ({ at: written++, text: "x".repeat(40_000) }) });
  pageOf(["a", "b", "c", "d"].map(counting), "a");
  expect(written).toBe(2);
});
