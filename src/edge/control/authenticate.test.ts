import { describe, expect, it } from "vitest";
import { isSecret, readTags } from "./authenticate.ts";

describe("authenticate", () => {
  it("compares secrets as bytes, whatever their lengths", () => {
    const written = Buffer.from("geheim-übung").toString("latin1");
    expect(isSecret(written, "geheim-übung")).toBe(true);
    expect(["", "geheim", `${written}x`].map((given) => isSecret(given, "geheim-übung"))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it("takes any secret where none is configured", () => {
    expect([isSecret("", undefined), isSecret("anything", undefined)]).toEqual([true, true]);
  });

  it("reads tags between commas, each once, no more and none longer than make sense", () => {
    expect(readTags("")).toEqual([]);
    expect(readTags("ivr,, desk ,ivr")).toEqual(["ivr", "desk"]);
    expect(readTags(`${"x".repeat(65)},ok`)).toEqual(["ok"]);
    expect(readTags(Array.from({ length: 30 }, (_, n) => `tag${n}`).join(","))).toHaveLength(20);
  });
});
