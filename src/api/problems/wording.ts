import type { Language } from "./catalogue.ts";
import type { FaultCode } from "./faults.ts";

type Facts = Readonly<Record<string, unknown>>;

const wording: Readonly<Record<FaultCode, Readonly<Record<Language, (facts: Facts) => string>>>> = {
  missing: {
    zh: () => "缺少此字段，请补上。",
    en: () => "It is missing; add it.",
  },
  "unknown-field": {
    zh: () => "没有这个字段，请删去或核对拼写。",
    en: () => "There is no such field; remove it or check its spelling.",
  },
  "wrong-type": {
    zh: (facts) => `类型不对，应为 ${said(facts["expected"])}。`,
    en: (facts) => `It is of the wrong type; give ${said(facts["expected"])}.`,
  },
  "too-long": {
    zh: (facts) => `过长，最多 ${said(facts["maximum"])} 个字符。`,
    en: (facts) => `It is too long; use at most ${said(facts["maximum"])} characters.`,
  },
  "too-short": {
    zh: (facts) => `过短，至少 ${said(facts["minimum"])} 个字符。`,
    en: (facts) => `It is too short; use at least ${said(facts["minimum"])} characters.`,
  },
  "not-allowed": {
    zh: (facts) => `取值不在允许范围内${choices(facts, "，可用：", "、")}。`,
    en: (facts) => `It is not one of the allowed values${choices(facts, "; use one of ", ", ")}.`,
  },
  "invalid-format": {
    zh: () => "含有不允许的字符，请去掉控制字符和换行。",
    en: () => "It holds characters that are not allowed; remove control characters and line breaks.",
  },
  invalid: {
    zh: () => "不符合要求，请对照接口文档改正。",
    en: () => "It is not as required; see the API page.",
  },
};

/** Says what is wrong with a field and how to mend it. `facts` are the validator's own particulars. */
export function wordsFor(code: FaultCode, facts: Facts, language: Language): string {
  return wording[code][language](facts);
}

function choices(facts: Facts, lead: string, separator: string): string {
  const values = facts["values"] ?? facts["options"];
  return Array.isArray(values) && values.length > 0 ? lead + values.map(said).join(separator) : "";
}

function said(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
