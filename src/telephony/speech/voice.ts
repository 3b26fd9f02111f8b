import type { Language } from "../../ivr/index.ts";

/** An espeak-ng voice and how fast it speaks. */
export interface Voice {
  readonly name: string;
  readonly wordsPerMinute: number;
}

/** A little slower than espeak-ng's 175 words a minute: the caller hears it once, over a telephone. */
const voices: Readonly<Record<Language, Voice>> = {
  zh: { name: "cmn", wordsPerMinute: 155 },
  en: { name: "en-us", wordsPerMinute: 155 },
};

export const voiceFor = (language: Language): Voice => voices[language];
