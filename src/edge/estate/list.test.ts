import { expect, it } from "vitest";
import { pageOf } from "./list.ts";

const line = (key: string, length: number) => ({ key, json: "x".repeat(length) });

it("a list that fits into one answer names nothing to go on after", () => {
  const lines = [line("a", 100), line("b", 100)];
  expect(pageOf(lines, "")).toEqual({ lines, next: undefined });
  expect(pageOf([], "")).toEqual({ lines: [], next: undefined });
});

it("every line comes once, however large, whatever ends between two parts", () => {
  const lines = [line("a", 30_000), line("b", 29_000), line("c", 2_000), line("d", 100_000), line("e", 5)];
  const first = pageOf(lines, "");
  expect([first.lines.map(({ key }) => key), first.next]).toEqual([["a", "b"], "b"]);
  const second = pageOf(
    lines.filter(({ key }) => key !== "b"),
    "b",
  );
  expect([second.lines.map(({ key }) => key), second.next]).toEqual([["c"], "c"]);
  const third = pageOf(lines, "c");
  expect([third.lines.map(({ key }) => key), third.next]).toEqual([["d"], "d"]);
  expect(pageOf(lines, "d")).toEqual({ lines: [line("e", 5)], next: undefined });
});
