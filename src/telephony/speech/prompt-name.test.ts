import { describe, expect, it } from "vitest";
import { promptName } from "./prompt-name.ts";

describe("the name of a prompt", () => {
  it("is 32 hex digits, so no text can reach outside the folder", () => {
    expect(promptName({ language: "en", text: "../../etc/passwd" })).toMatch(/^[0-9a-f]{32}$/);
  });

  it("stays the same for the same words", () => {
    const utterance = { language: "zh", text: "欢迎致电" } as const;
    expect(promptName(utterance)).toBe(promptName({ ...utterance }));
  });

  it("differs by text and by language", () => {
    const names = [
      promptName({ language: "en", text: "1" }),
      promptName({ language: "zh", text: "1" }),
      promptName({ language: "en", text: "2" }),
    ];
    expect(new Set(names).size).toBe(3);
  });
});
