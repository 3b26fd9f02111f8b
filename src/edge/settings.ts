import { type ParseArgsConfig, parseArgs } from "node:util";

/** What was set, by variable name (`EDGE_SIP_PORT`), and where, in words for a person. */
export interface Settings {
  readonly values: Readonly<Record<string, string>>;
  /** For instance `The flag --sip-port`. */
  readonly whereOf: (variable: string) => string;
}

/** The settings of all three places together, or one message per fault. */
export type GatheredSettings =
  | { readonly ok: true; readonly settings: Settings }
  | { readonly ok: false; readonly faults: readonly string[] };

/** What is asked for on the command line beside settings. */
export interface Asked {
  readonly help: boolean;
  /** Path of a configuration file. */
  readonly file: string | undefined;
}

type Place = Readonly<Record<string, string>>;

/** What stands on the command line. `flags` is by variable name. */
export type ReadFlags =
  | { readonly ok: true; readonly asked: Asked; readonly flags: Place }
  | { readonly ok: false; readonly faults: readonly string[] };

/** A secret on the command line would show in every list of processes. */
const isSecret = (variable: string): boolean => variable.endsWith("SECRET");

/** The flag, and the key in a file, of a variable: `EDGE_SIP_PORT` is `sip-port`. */
export function keyOf(variable: string): string {
  return variable
    .replace(/^EDGE_/, "")
    .toLowerCase()
    .replaceAll("_", "-");
}

/** Reads the command line: `--sip-port 5060` or `--sip-port=5060` for each variable, `--config FILE`, `--help`. */
export function readFlags(argv: readonly string[], variables: readonly string[]): ReadFlags {
  const byKey = new Map(variables.filter((name) => !isSecret(name)).map((name) => [keyOf(name), name]));
  const options: NonNullable<ParseArgsConfig["options"]> = { help: { type: "boolean", short: "h" } };
  for (const key of [...byKey.keys(), "config"]) options[key] = { type: "string" };
  try {
    const { values } = parseArgs({ args: [...argv], options });
    const flags: Record<string, string> = {};
    for (const [key, value] of Object.entries(values)) {
      const variable = byKey.get(key);
      if (variable !== undefined && typeof value === "string") flags[variable] = value;
    }
    const file = typeof values["config"] === "string" ? values["config"] : undefined;
    return { ok: true, asked: { help: values["help"] === true, file }, flags };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { ok: false, faults: [`The command line cannot be read: ${what}. --help lists what there is.`] };
  }
}

/**
 * Reads a configuration file: one JSON object whose keys are the flags' names and whose values are text, numbers,
 * true and false, or lists of these (joined by commas). Returns the values by variable name, or the faults.
 */
export function readFileText(
  path: string,
  text: string,
  variables: readonly string[],
): Place | readonly string[] {
  const parsed = parseJson(text);
  if (typeof parsed === "string") return [`The configuration file ${path} is no JSON: ${parsed}.`];
  const { value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return [`The configuration file ${path} must hold one JSON object, for instance {"sip-port": 5060}.`];
  const byKey = new Map(variables.map((name) => [keyOf(name), name]));
  const found: Record<string, string> = {};
  const faults: string[] = [];
  for (const [key, given] of Object.entries(value)) {
    const variable = byKey.get(key);
    const written = asText(given);
    if (variable === undefined)
      faults.push(
        `The configuration file ${path} has "${key}", which is no setting: --help lists what there is.`,
      );
    else if (written === undefined)
      faults.push(
        `The configuration file ${path} has a value under "${key}" that is neither text, a number, true or false, ` +
          "nor a list of these.",
      );
    else found[variable] = written;
  }
  return faults.length > 0 ? faults : found;
}

/** Puts the places together: a flag goes before the environment, the environment before the file. Empty is not set. */
export function gather(
  flags: Place,
  environment: Readonly<Record<string, string | undefined>>,
  file: Place,
): Settings {
  const inEnvironment = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  );
  return {
    values: { ...file, ...inEnvironment, ...flags },
    whereOf(variable) {
      if (flags[variable] !== undefined) return `The flag --${keyOf(variable)}`;
      if (inEnvironment[variable] !== undefined || file[variable] === undefined)
        return `The environment variable ${variable}`;
      return `The setting "${keyOf(variable)}" of the configuration file`;
    },
  };
}

function parseJson(text: string): { readonly value: unknown } | string {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!Array.isArray(value)) return undefined;
  const texts = value.map((item: unknown) => (Array.isArray(item) ? undefined : asText(item)));
  return texts.every((item) => item !== undefined) ? texts.join(",") : undefined;
}
