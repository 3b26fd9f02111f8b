import { expect, it } from "vitest";
import { ManualClock } from "../manual-clock.ts";
import { MachineLookup } from "./machine-lookup.ts";

it("finds the addresses of localhost, also for many at once", async () => {
  const machine = new MachineLookup(new ManualClock());
  const answers = await Promise.all(Array.from({ length: 8 }, async () => machine.addresses("localhost")));
  for (const answer of answers) {
    expect(
      answer.kind === "found" && answer.records.some((address) => /^(127\.0\.0\.1|::1)$/.test(address)),
    ).toBe(true);
  }
});

it("does not begin what has waited so long that nobody waits for it any more", async () => {
  const clock = new ManualClock();
  const machine = new MachineLookup(clock);
  const asked = [1, 2, 3].map(async () => machine.addresses("localhost"));
  clock.advance(2_001);
  expect((await Promise.all(asked)).map(({ kind }) => kind)).toEqual(["found", "found", "silence"]);
  expect((await machine.addresses("localhost")).kind).toBe("found");
});
