import { expect, test } from "vitest";
import { catalogue } from "./catalogue.ts";

test.each(Object.entries(catalogue))("%s has an error status and words in both languages", (code, entry) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(entry.status).toBeGreaterThanOrEqual(400);
  expect(entry.zh.title + entry.zh.detail).toMatch(/\p{Script=Han}/u);
  expect(entry.en.title + entry.en.detail).not.toMatch(/\p{Script=Han}/u);
});
