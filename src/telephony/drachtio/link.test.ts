import { expect, it } from "vitest";
import { retryAfterMs } from "./link.ts";

it("the SIP server is tried again soon at first, then ever later, but never later than two seconds", () => {
  expect([0, 1, 2, 3, 4, 5, 50, 5_000].map(retryAfterMs)).toEqual([
    100, 200, 400, 800, 1_600, 2_000, 2_000, 2_000,
  ]);
});
