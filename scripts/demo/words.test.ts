import { describe, expect, it } from "vitest";
import { readWish } from "./words.ts";

describe("the demo's command line", () => {
  it("runs for a minute unless told otherwise", () => {
    expect(readWish([])).toEqual({ kind: "run", seconds: 60, json: false });
    expect(readWish(["--for", "20", "--json"])).toEqual({ kind: "run", seconds: 20, json: true });
  });

  it.each([["--for", "soon"], ["--for", "4"], ["--for", "-1"], ["--fro", "20"], ["20"]])(
    "refuses %s %s and says why",
    (...words) => {
      expect(readWish(words.filter((word) => word !== undefined))).toMatchObject({ kind: "refused" });
    },
  );
});
