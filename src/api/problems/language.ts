import type { Language } from "./catalogue.ts";

interface Wish {
  readonly tag: string;
  readonly weight: number;
}

/** Picks the language of a problem from Accept-Language (RFC 9110 §12.5.4): Chinese unless English is preferred. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
  const wishes = (acceptLanguage ?? "").split(",").map(readWish);
  const english = weightOf(wishes, "en");
  return english > 0 && english > weightOf(wishes, "zh") ? "en" : "zh";
}

function readWish(text: string): Wish {
  const [range = "", ...parameters] = text.split(";").map((part) => part.trim().toLowerCase());
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { tag: range.split("-")[0] ?? "", weight: Number.isFinite(weight) ? weight : 0 };
}

function weightOf(wishes: readonly Wish[], tag: Language): number {
  return Math.max(0, ...wishes.filter((wish) => wish.tag === tag).map((wish) => wish.weight));
}
