import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStand, type Stand } from "./stand.ts";

/**
 * The library's test files, how many things each asserts when it runs to its end, and how long it may take: about
 * twice what it needs. Left out, as the library's own index.js does, is subscribe.js: its application ends the
 * subscription with one NOTIFY and its telephone waits for two. uas.js has the same with two.
 */
const files = [
  { file: "utils.js", about: "URIs and tags", asserts: 27, withinMs: 10_000 },
  { file: "uac.js", about: "calls and requests that the application makes", asserts: 19, withinMs: 20_000 },
  { file: "uas.js", about: "calls and subscriptions that it answers", asserts: 8, withinMs: 60_000 },
  { file: "b2b.js", about: "calls back to back", asserts: 19, withinMs: 60_000 },
  { file: "reinvite-tests.js", about: "a re-INVITE without an offer", asserts: 1, withinMs: 10_000 },
  { file: "proxy.js", about: "requests that are forwarded", asserts: 2, withinMs: 20_000 },
  { file: "refer.js", about: "attended transfer", asserts: 1, withinMs: 15_000 },
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
    // The limit of each file comes first, so that what it said is shown.
    90_000,
  );
});
