import { readFileSync } from "node:fs";
import type { z } from "zod";

/** Reads one of the reference files. Throws if it is not what the schema says. */
export function reference<Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> {
  return schema.parse(
    JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), "utf8")),
  );
}
