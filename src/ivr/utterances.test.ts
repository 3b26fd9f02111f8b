import { describe, expect, it } from "vitest";
import { Flow } from "./flow.ts";
import { utterancesOf } from "./utterances.ts";

describe("the utterances of a flow", () => {
  it("are all its texts, each once, Mandarin before English", () => {
    const flow = Flow.parse({
      start: "welcome",
      nodes: {
        welcome: { do: "play", say: { en: "Welcome.", zh: "您好。" }, next: "menu" },
        menu: {
          do: "menu",
          say: { zh: "购书请按一。" },
          choices: { "1": "sales" },
          onTimeout: { zh: "没有听到按键。" },
          onWrongDigit: { zh: "按键无效。", en: "Not a choice." },
          otherwise: "bye",
        },
        sales: { do: "queue", queue: "sales" },
        bye: { do: "goodbye", say: { zh: "您好。" } },
      },
    });
    expect(utterancesOf(flow)).toEqual([
      { language: "zh", text: "您好。" },
      { language: "en", text: "Welcome." },
      { language: "zh", text: "购书请按一。" },
      { language: "zh", text: "没有听到按键。" },
      { language: "zh", text: "按键无效。" },
      { language: "en", text: "Not a choice." },
    ]);
  });

  it("keep the same words in two languages apart", () => {
    const flow = Flow.parse({ start: "bye", nodes: { bye: { do: "goodbye", say: { zh: "OK", en: "OK" } } } });
    expect(utterancesOf(flow)).toHaveLength(2);
  });
});
