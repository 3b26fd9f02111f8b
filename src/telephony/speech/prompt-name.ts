import { createHash } from "node:crypto";
import type { Utterance } from "../../ivr/index.ts";
import { voiceFor } from "./voice.ts";

/** Raised whenever the same text would no longer give the same file. */
const formatVersion = 1;

/**
 * The file name, without its extension, of a spoken text: 32 hex digits that say language, voice, text and format, so a
 * file that exists is always the right one and two servers agree on it.
 */
export function promptName(utterance: Utterance): string {
  const { name, wordsPerMinute } = voiceFor(utterance.language);
  const identity = JSON.stringify([formatVersion, utterance.language, name, wordsPerMinute, utterance.text]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 32);
}
