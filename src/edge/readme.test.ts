import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { help, variables } from "./config.ts";

const readme = readFileSync(new URL("README.md", import.meta.url), "utf8");

/** The file is named by it, so it is no setting itself. */
const OF_THE_FILE = "EDGE_CONFIG";
const NAME = /EDGE_[A-Z0-9_]*[A-Z0-9]/g;
const namesIn = (text: string): string[] => [...text.matchAll(NAME)].map(([name]) => name);

/** The table's rows: the variables in the first cell, and the default in the second. */
const rows = readme
  .split("\n")
  .filter((line) => line.startsWith("| `EDGE_"))
  .map((line) => line.split("|").map((cell) => cell.trim()))
  .map(([, names = "", fallback = ""]) => ({ names: namesIn(names), fallback }));

const byName = (one: string, other: string): number => one.localeCompare(other);

describe("the README", () => {
  it("has each variable in one row of its table, and no row without one", () => {
    expect(rows.flatMap(({ names }) => names).toSorted(byName)).toEqual(variables.toSorted(byName));
  });

  it("names no variable that there is not", () => {
    const named = new Set(namesIn(readme));
    named.delete(OF_THE_FILE);
    expect([...named].filter((name) => !variables.includes(name))).toEqual([]);
  });

  it("gives the defaults that --help gives", () => {
    const fallbacks = [...help().matchAll(/(EDGE_\w+) \((.+)\)$/gm)].map(([, name = "", value = ""]) => ({
      name,
      value: `\`${value}\``,
    }));
    expect(fallbacks.length).toBeGreaterThan(0);
    for (const { name, value } of fallbacks) {
      expect(rows.find(({ names }) => names.includes(name))?.fallback, name).toBe(value);
    }
  });
});
