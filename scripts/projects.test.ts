import { describe, expect, it } from "vitest";
import { playsAgainstOthers } from "./projects.ts";

describe("the telephones of others are fetched", () => {
  it.each([
    [[]],
    [["--project", "interop"]],
    [["--project=unit", "--project=interop"]],
    [["--project", "!unit"]],
    [["-t", "hold"]],
  ])("before vitest %j", (args) => {
    expect(playsAgainstOthers(args)).toBe(true);
  });

  it.each([[["--project", "unit"]], [["--project=unit", "--project", "e2e", "src"]]])(
    "not before vitest %j",
    (args) => {
      expect(playsAgainstOthers(args)).toBe(false);
    },
  );
});
