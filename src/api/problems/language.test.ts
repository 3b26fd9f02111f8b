import { expect, test } from "vitest";
import { preferredLanguage } from "./language.ts";

test.each([
  [undefined, "zh"],
  ["", "zh"],
  ["*", "zh"],
  ["fr-FR, de;q=0.9", "zh"],
  ["en", "en"],
  ["en-GB,en;q=0.9", "en"],
  ["zh-CN,zh;q=0.9,en;q=0.8", "zh"],
  ["en;q=0.8, zh;q=0.7", "en"],
  ["en;q=0.5, zh-TW", "zh"],
  ["fr, EN;q=0.1", "en"],
  ["en;q=0", "zh"],
  ["en;q=nonsense", "zh"],
])("Accept-Language %j is answered in %s", (header, language) => {
  expect(preferredLanguage(header)).toBe(language);
});
