import { describe, expect, it } from "vitest";
import { netstring, readNetstrings } from "./netstring.ts";

describe("netstrings", () => {
  it("count bytes, not characters", () => {
    expect(netstring("你好")).toBe("6:你好,");
  });

  it("are read wherever the stream is cut", () => {
    const stream = Buffer.from(netstring("你好") + netstring("") + netstring("a,b"));
    for (let cut = 0; cut <= stream.length; cut++) {
      const first = readNetstrings(stream.subarray(0, cut));
      const second = readNetstrings(Buffer.concat([first.rest, stream.subarray(cut)]));
      expect([...first.texts, ...second.texts]).toEqual(["你好", "", "a,b"]);
      expect(second.rest).toHaveLength(0);
    }
  });

  it.each(["x:y,", "3:abcd", "-1:,"])("%j is none", (text) => {
    expect(() => readNetstrings(Buffer.from(text))).toThrow();
  });
});
