import * as fc from "fast-check";
import { describe, it } from "vitest";
import { SUBJECTS } from "./subjects.ts";

describe("the SIP server among enemies", () => {
  it.each(SUBJECTS)("$name", ({ property }) => {
    fc.assert(property(), { numRuns: 10_000, interruptAfterTimeLimit: 1_000 });
  });
});
