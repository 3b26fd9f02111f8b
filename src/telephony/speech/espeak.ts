import { execFile } from "node:child_process";
import type { Voice } from "./voice.ts";

/** Longer than the longest text an utterance may have takes. */
const limitMs = 60_000;

/**
 * Speaks a text into a WAV file with espeak-ng, which runs as a program of its own. The text goes in by standard input,
 * so nothing in it is ever taken for an option. Rejects with espeak-ng's own words.
 */
export async function speakToFile(
  command: string,
  voice: Voice,
  spoken: string,
  file: string,
): Promise<void> {
  const options = ["-v", voice.name, "-s", String(voice.wordsPerMinute), "-b", "1", "--stdin", "-w", file];
  await new Promise<void>((resolve, reject) => {
    const child = execFile(command, options, { timeout: limitMs }, (error, _stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`espeak-ng: ${stderr.trim() === "" ? error.message : stderr.trim()}`));
    });
    // A program that ends before it has read everything says why through its exit, not through this pipe.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(spoken);
  });
}
