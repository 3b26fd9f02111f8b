import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ensureParts, explainMissing } from "../../../scripts/setup/index.ts";
import type { Log } from "../../../src/dispatch/index.ts";
import type { Utterance } from "../../../src/ivr/index.ts";
import { createSpeech, type Speech } from "../../../src/telephony/speech/index.ts";

const greeting: Utterance = { language: "zh", text: "欢迎致电北京星空出版社，购书请按一。" };
const goodbye: Utterance = { language: "en", text: "Thank you for calling. Goodbye." };
const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

let command: string;
let folder: string;
let speech: Speech;

beforeAll(async () => {
  const setUp = await ensureParts();
  if (!setUp.ok) throw new Error(explainMissing(setUp.missing));
  command = setUp.parts.espeakNg.command;
});

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "fivenines speech ")), "prompts");
  speech = createSpeech({ command, folder, log: silent });
  return () => rm(join(folder, ".."), { recursive: true, force: true });
});

/** µ-law bytes as levels from -1 to 1. */
function levels(bytes: Buffer): number[] {
  return Array.from(bytes, (byte) => {
    const code = ~byte & 0xff;
    const magnitude = ((((code & 0x0f) << 3) + 0x84) << ((code >> 4) & 0x07)) - 0x84;
    return (code & 0x80 ? -magnitude : magnitude) / 32_768;
  });
}

describe("prompts made with espeak-ng", () => {
  it("are 8 kHz µ-law of a sentence's length, peaking near -3 dBFS, in Mandarin and in English", async () => {
    expect(await speech.prepare([greeting, goodbye])).toEqual({ made: 2, kept: 0, failed: [] });
    for (const utterance of [greeting, goodbye]) {
      const heard = levels(await readFile(`${speech.mediaFor(utterance)}.ulaw`));
      expect(heard.length / 8_000).toBeGreaterThan(1.2);
      expect(heard.length / 8_000).toBeLessThan(8);
      expect(Math.max(...heard.map(Math.abs))).toBeGreaterThan(0.68);
      expect(Math.max(...heard.map(Math.abs))).toBeLessThan(0.74);
    }
  });

  it("are kept, not made again, and the same text asked for twice at once is made once", async () => {
    const both = await Promise.all([speech.prepare([greeting, greeting]), speech.prepare([greeting])]);
    expect(both[0]).toEqual({ made: 1, kept: 0, failed: [] });
    const { mtimeMs } = await stat(`${speech.mediaFor(greeting)}.ulaw`);
    const again = createSpeech({ command, folder, log: silent });
    expect(await again.prepare([greeting])).toEqual({ made: 0, kept: 1, failed: [] });
    expect((await stat(`${speech.mediaFor(greeting)}.ulaw`)).mtimeMs).toBe(mtimeMs);
  });

  it("leave nothing half made beside them", async () => {
    await speech.prepare([greeting, goodbye]);
    const names = await readdir(folder);
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(/^[0-9a-f]{32}\.ulaw$/);
  });

  it("speak a text that looks like an option, and report one that makes no sound", async () => {
    const option: Utterance = { language: "en", text: "--help" };
    const nothing: Utterance = { language: "en", text: "。" };
    const { made, failed } = await speech.prepare([option, nothing]);
    expect(made + failed.length).toBe(2);
    expect(made).toBeGreaterThanOrEqual(1);
    expect((await stat(`${speech.mediaFor(option)}.ulaw`)).size).toBeGreaterThan(2_000);
  });

  it("that espeak-ng cannot make are reported with its own words, and the others are made", async () => {
    const broken = join(folder, "..", "broken-espeak-ng");
    await writeFile(
      broken,
      `#!/bin/sh\ncase "$*" in *cmn*) echo "no such voice" >&2; exit 1;; esac\nexec "${command}" "$@"\n`,
    );
    await chmod(broken, 0o755);
    const { made, failed } = await createSpeech({ command: broken, folder, log: silent }).prepare([
      greeting,
      goodbye,
    ]);
    expect(made).toBe(1);
    expect(failed).toEqual([{ utterance: greeting, reason: "espeak-ng: no such voice" }]);
  });

  it("are all reported when there is no espeak-ng", async () => {
    const absent = createSpeech({ command: join(folder, "absent"), folder, log: silent });
    const { failed } = await absent.prepare([goodbye]);
    expect(failed).toHaveLength(1);
    expect(failed[0]?.reason).toContain("ENOENT");
  });
});
