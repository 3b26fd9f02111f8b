import { expect, it } from "vitest";
import { readIdentity } from "./tags.ts";

it.each([
  [[], undefined, undefined],
  [["tag1", "tag2"], undefined, undefined],
  [["app:centre"], "centre", undefined],
  [["blue", "app=centre", "instance:host-1"], "centre", "host-1"],
  [["app:"], undefined, undefined],
  [["application:centre"], undefined, undefined],
  [["app:a", "app:b"], "a", undefined],
])("the tags %j name the estate %s and the instance %s", (tags, estate, instance) => {
  expect(readIdentity(tags)).toEqual({ estate, instance });
});
