import type { z } from "zod";
import type { Log } from "../../dispatch/index.ts";

/**
 * Reads a hash of JSON entries, in the order of their keys: Redis keeps none, and what is decided from them must not
 * depend on chance. What cannot be read is left out with a warning that names its key, never its content:
 * one bad entry must not keep a centre from starting.
 */
export function readEntries<Item>(
  hash: Readonly<Record<string, string>>,
  shape: z.ZodType<Item>,
  log: Log,
  where: Readonly<Record<string, string>>,
): readonly Item[] {
  const entries = Object.entries(hash).sort(([one], [other]) => (one < other ? -1 : 1));
  return entries.flatMap(([entry, text]) => {
    const read = shape.safeParse(parsed(text));
    if (read.success) return [read.data];
    const faults = read.error.issues.map(({ path, code }) => `${path.join(".")}: ${code}`);
    log.warn({ ...where, entry, faults }, "an entry of the live state cannot be read and is left out");
    return [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
