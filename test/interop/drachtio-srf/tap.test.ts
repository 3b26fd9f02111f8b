import { expect, it } from "vitest";
import { readTap } from "./tap.ts";

it("reads the assertions of a TAP report, with what is said of a failure", () => {
  const report = [
    "TAP version 13",
    "# calls",
    "ok 1 is answered",
    "not ok 2 is ended",
    "  ---",
    "    operator: fail",
    "  ...",
    "noise of the library",
    "ok 3",
    "1..3",
    "# fail  1",
  ].join("\n");
  expect(readTap(report)).toEqual([
    { ok: true, title: "is answered", detail: "" },
    { ok: false, title: "is ended", detail: "  ---\n    operator: fail\n  ...\n" },
    { ok: true, title: "", detail: "" },
  ]);
});
