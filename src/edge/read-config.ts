import { readFileSync } from "node:fs";
import { help, type ParsedConfig, parseConfig, variables } from "./config.ts";
import { gather, readFileText, readFlags } from "./settings.ts";

/** A configuration, the help that was asked for instead, or what is wrong. */
export type ReadConfig = ParsedConfig | { readonly ok: "help"; readonly text: string };

/**
 * Reads the configuration from the command line, the environment and, where `--config` or `EDGE_CONFIG` names one, a
 * file. Faults of all places are told at once, one message each.
 */
export function readConfig(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): ReadConfig {
  const line = readFlags(argv, variables);
  if (!line.ok) return line;
  if (line.asked.help) return { ok: "help", text: help() };
  const path = line.asked.file ?? environment["EDGE_CONFIG"];
  const file = path ? readFile(path) : {};
  if (isFaults(file)) return { ok: false, faults: file };
  return parseConfig(gather(line.flags, environment, file));
}

function readFile(path: string): ReturnType<typeof readFileText> {
  try {
    return readFileText(path, readFileSync(path, "utf8"), variables);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return [`The configuration file ${path} cannot be read: ${what}.`];
  }
}

function isFaults(read: ReturnType<typeof readFileText>): read is readonly string[] {
  return Array.isArray(read);
}
