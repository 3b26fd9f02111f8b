import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Utterance } from "../../../src/ivr/index.ts";
import { promptName } from "../../../src/telephony/speech/prompt-name.ts";
import type { Media } from "../../support/phone/index.ts";
import { fromMuLaw } from "../../support/phone/media/mu-law.ts";
import { within } from "../../support/phone/within.ts";
import { patienceMs } from "./patience.ts";

const bytesPerSecond = 8_000;
const longestSeconds = 120;
/** So much of a prompt must arrive unharmed: a fifth of a second, which no two prompts share. */
const sampleBytes = bytesPerSecond / 5;

/**
 * Understands what a phone hears. Prompts are µ-law from the file to the wire, so what arrives is the file, byte by
 * byte: the loudest part of a prompt is looked for in what came since the prompt understood last.
 */
export class Ear {
  readonly #promptsFolder: string;
  readonly #heard = Buffer.alloc(bytesPerSecond * longestSeconds);
  readonly #listeners = new Set<() => void>();
  #length = 0;
  #understood = 0;

  constructor(media: Media, promptsFolder: string) {
    this.#promptsFolder = promptsFolder;
    media.onSound((payload) => {
      this.#length += payload.copy(this.#heard, this.#length);
      for (const look of this.#listeners) look();
    });
  }

  /** Resolves once this was heard, after whatever was understood before. */
  async hears(utterance: Utterance): Promise<void> {
    const file = await readFile(join(this.#promptsFolder, `${promptName(utterance)}.ulaw`));
    const sample = loudestPart(file);
    const { promise, resolve } = Promise.withResolvers<number>();
    let searched = this.#understood;
    const look = (): void => {
      const at = this.#heard.subarray(searched, this.#length).indexOf(sample);
      if (at >= 0) resolve(searched + at + sampleBytes);
      else searched = Math.max(searched, this.#length - sampleBytes);
    };
    this.#listeners.add(look);
    look();
    try {
      this.#understood = await within(promise, patienceMs, () => `"${utterance.text}" was not heard`);
    } finally {
      this.#listeners.delete(look);
    }
  }
}

function loudestPart(prompt: Buffer): Buffer {
  const parts = Array.from({ length: Math.floor(prompt.length / sampleBytes) }, (_none, nth) =>
    prompt.subarray(nth * sampleBytes, (nth + 1) * sampleBytes),
  );
  const [first = prompt] = parts.sort((one, other) => loudness(other) - loudness(one));
  return first;
}

function loudness(part: Buffer): number {
  return part.reduce((sum, byte) => sum + fromMuLaw(byte) ** 2, 0);
}
