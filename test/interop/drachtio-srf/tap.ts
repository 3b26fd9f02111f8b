/** One line of a TAP report, with what was said about its failure. */
export interface Assertion {
  readonly ok: boolean;
  readonly title: string;
  /** The lines between `---` and `...`; empty for what passed. */
  readonly detail: string;
}

/** Reads the assertions of a TAP report (https://testanything.org); all other lines are passed over. */
export function readTap(text: string): readonly Assertion[] {
  const assertions: { ok: boolean; title: string; detail: string }[] = [];
  for (const line of text.split("\n")) {
    const found = /^(not )?ok \d+ ?(.*)$/.exec(line);
    const last = assertions.at(-1);
    if (found) assertions.push({ ok: found[1] === undefined, title: found[2] ?? "", detail: "" });
    else if (last?.ok === false && line.startsWith("  ")) last.detail += `${line}\n`;
  }
  return assertions;
}
