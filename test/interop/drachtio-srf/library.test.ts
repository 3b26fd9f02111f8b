import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStand, type Stand } from "./stand.ts";

/** The library's test files; how many things each asserts when it runs to its end; how long it may take. */
const files = [
  { file: "utils.js", about: "URIs and tags", asserts: 27, withinMs: 10_000 },
  { file: "uac.js", about: "calls and requests that the application makes", asserts: 19, withinMs: 90_000 },
  { file: "uas.js", about: "calls and subscriptions that it answers", asserts: 8, withinMs: 90_000 },
  { file: "b2b.js", about: "calls back to back", asserts: 18, withinMs: 190_000 },
  { file: "reinvite-tests.js", about: "a re-INVITE without an offer", asserts: 1, withinMs: 30_000 },
  { file: "proxy.js", about: "forwarding requests", asserts: 2, withinMs: 70_000 },
  { file: "refer.js", about: "attended transfer", asserts: 1, withinMs: 30_000 },
  { file: "subscribe.js", about: "a subscription that is ended", asserts: 1, withinMs: 30_000 },
] as const;

describe("drachtio-srf's own tests", () => {
  let stand: Stand | undefined;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand?.close());

  it.each(files)(
    "pass on $about ($file)",
    async ({ file, asserts, withinMs }) => {
      if (!stand) throw new Error("there is no stand");
      const report = await stand.run(file, withinMs);
      const said = `${report.said}\n${await stand.complaints()}`;
      expect(
        report.assertions.filter(({ ok }) => !ok),
        said,
      ).toEqual([]);
      expect(report.exitCode, said).toBe(0);
      // A promise that never settles leaves assertions out without a failure.
      expect(report.assertions, said).toHaveLength(asserts);
    },
    200_000,
  );
});
