import { parseArgs } from "node:util";

/** What can be measured: name → in a line, what. */
export type Catalogue = ReadonlyMap<string, { readonly about: string }>;

/** What the command line asks for. */
export type Wish =
  | { readonly kind: "run"; readonly name: string; readonly json: boolean }
  | { readonly kind: "help" }
  | { readonly kind: "refused"; readonly why: string };

/** Reads the command line against what there is. */
export function readWish(args: readonly string[], catalogue: Catalogue): Wish {
  const read = readWords(args);
  if (typeof read === "string") return { kind: "refused", why: read };
  if (read.values.help === true) return { kind: "help" };
  const [name, ...more] = read.positionals;
  if (name === undefined) return { kind: "refused", why: "name a benchmark" };
  if (more.length > 0) return { kind: "refused", why: `one benchmark at a time, not also ${more.join(" ")}` };
  if (!catalogue.has(name)) return { kind: "refused", why: `there is no benchmark "${name}"` };
  return { kind: "run", name, json: read.values.json === true };
}

/** How to ask, and what there is to ask for. */
export function helpText(catalogue: Catalogue): string {
  const names = Math.max(0, ...[...catalogue.keys()].map((name) => name.length));
  return [
    "npm run bench -- NAME [options]",
    "",
    "Benchmarks:",
    ...[...catalogue].map(([name, { about }]) => `  ${name.padEnd(names)}  ${about}`),
    "",
    "Options:",
    "  --json  print one JSON object per figure and line, and nothing else, on standard output",
    "  --help  show this",
    "",
  ].join("\n");
}

/** The words in their kinds, or what is wrong with them. */
function readWords(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: "boolean" }, help: { type: "boolean" } },
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
