import { randomBytes } from "node:crypto";
import { access, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Log } from "../../dispatch/index.ts";
import type { Utterance } from "../../ivr/index.ts";
import { speakToFile } from "./espeak.ts";
import { normalise, trim } from "./level.ts";
import { encodeMuLaw } from "./mu-law.ts";
import { promptName } from "./prompt-name.ts";
import { resample } from "./resample.ts";
import { takeTurns } from "./turns.ts";
import { voiceFor } from "./voice.ts";
import { readWave } from "./wave.ts";

const telephoneHertz = 8_000;
/** So that making many prompts leaves a core to the calls. */
const voicesAtOnce = 2;

export interface SpeechOptions {
  /** The espeak-ng program. */
  readonly command: string;
  /** Where the prompts are kept. Made when absent; the softswitch must see it at the same path. */
  readonly folder: string;
  readonly log: Log;
}

/** What became of the texts: new files, files that were there already, and texts that could not be spoken. */
export interface Prepared {
  readonly made: number;
  readonly kept: number;
  readonly failed: readonly { readonly utterance: Utterance; readonly reason: string }[];
}

/** Turns texts into prompts ahead of time. */
export interface Speech {
  /** Makes the files still missing. A text that fails is reported and does not stop the others. Safe to repeat. */
  prepare(utterances: readonly Utterance[]): Promise<Prepared>;
  /** Absolute path of an utterance's prompt, without its extension, whether or not it has been made. */
  mediaFor(utterance: Utterance): string;
}

type Outcome = "made" | "kept" | { readonly utterance: Utterance; readonly reason: string };

/** Speaks with espeak-ng into 8 kHz µ-law, which a G.711 call plays without transcoding. */
export function createSpeech(options: SpeechOptions): Speech {
  const folder = resolve(options.folder);
  const inTurn = takeTurns(voicesAtOnce);
  const inTheMaking = new Map<string, Promise<Outcome>>();

  const mediaFor = (utterance: Utterance): string => join(folder, promptName(utterance));

  async function ensure(utterance: Utterance): Promise<Outcome> {
    const path = `${mediaFor(utterance)}.ulaw`;
    if (await exists(path)) return "kept";
    try {
      await inTurn(() => make(options.command, utterance, path));
      return "made";
    } catch (error) {
      options.log.warn({ error, utterance }, "a text could not be spoken: callers will not hear it");
      return { utterance, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Two flows that say the same thing at the same time make it once. */
  function ensureOnce(utterance: Utterance): Promise<Outcome> {
    const name = promptName(utterance);
    const underWay = inTheMaking.get(name);
    if (underWay !== undefined) return underWay;
    const making = ensure(utterance).finally(() => inTheMaking.delete(name));
    inTheMaking.set(name, making);
    return making;
  }

  return {
    mediaFor,
    prepare: async (utterances) => {
      await mkdir(folder, { recursive: true });
      const different = new Map(utterances.map((utterance) => [promptName(utterance), utterance]));
      const outcomes = await Promise.all(Array.from(different.values(), ensureOnce));
      return {
        made: outcomes.filter((outcome) => outcome === "made").length,
        kept: outcomes.filter((outcome) => outcome === "kept").length,
        failed: outcomes.filter((outcome) => typeof outcome !== "string"),
      };
    },
  };
}

/** Makes one prompt beside its place and moves it in whole, so that a half-made one is never played. */
async function make(command: string, utterance: Utterance, path: string): Promise<void> {
  const draft = `${path}.${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    await speakToFile(command, voiceFor(utterance.language), utterance.text, `${draft}.wav`);
    await writeFile(draft, await forTelephone(await readFile(`${draft}.wav`)));
    await rename(draft, path);
  } finally {
    await Promise.all([rm(draft, { force: true }), rm(`${draft}.wav`, { force: true })]);
  }
}

async function forTelephone(wave: Uint8Array): Promise<Uint8Array> {
  const sound = normalise(trim(await resample(readWave(wave), telephoneHertz)));
  if (sound.samples.length === 0) throw new Error("espeak-ng made no sound of this text");
  return encodeMuLaw(sound.samples);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
