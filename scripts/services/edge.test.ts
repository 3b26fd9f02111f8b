import { describe, expect, it } from "vitest";
import { findListening } from "./edge.ts";

describe("the SIP server's log", () => {
  it("tells where it listens once that line is there whole", () => {
    const line = '{"level":30,"msg":"listening","sipPort":5060,"controlPort":9022}';
    expect(findListening(`{"msg":"starting"}\n${line.slice(0, 40)}`)).toBeUndefined();
    expect(findListening(`{"msg":"starting"}\n${line}\n`)).toMatchObject({
      sipPort: 5060,
      controlPort: 9022,
    });
  });

  it("is not believed on other words", () => {
    expect(findListening('not "listening"\n{"msg":"not listening"}\n')).toBeUndefined();
  });
});
