import type { Say, Utterance } from "../../../src/ivr/index.ts";

const zh = (text: string): Utterance => ({ language: "zh", text });
const en = (text: string): Utterance => ({ language: "en", text });

/** What the tenants of these tests say to their callers: short, and no two alike. */
export const prompts = {
  pressGreeting: zh("星空出版社您好。"),
  pressMenu: en("For orders, press one."),
  chessGreeting: zh("四川棋院欢迎您。"),
  shortMenu: zh("请按一。"),
  notHeard: en("Nothing was pressed."),
  wrongDigit: en("No such choice."),
  noChoice: zh("没有选择，再见。"),
  noAgents: zh("无人值班，再见。"),
  tooLong: en("Everybody is still busy."),
  oldMenu: en("Old menu, press one."),
  newGreeting: zh("新茶到了。"),
  silkGreeting: zh("锦绣丝绸，欢迎光临。"),
  teaGreeting: zh("清泉茶园，请稍候。"),
  memberGreeting: zh("尊敬的会员，欢迎您。"),
} as const satisfies Readonly<Record<string, Utterance>>;

/** An utterance as a flow writes it. */
export function say({ language, text }: Utterance): Say {
  return language === "zh" ? { zh: text } : { en: text };
}
