/** One thing a benchmark found out. */
export interface Figure {
  /** Short and stable, as "next-invite-p95". */
  readonly name: string;
  readonly value: number;
  /** As "ms" or "1/s". */
  readonly unit: string;
}

/** One figure as one line of JSON, for a program to read. */
export function figureLine({ name, value, unit }: Figure): string {
  return JSON.stringify({ name, value: rounded(value), unit });
}

/** All figures in columns, for a person to read. */
export function figureTable(figures: readonly Figure[]): readonly string[] {
  const names = Math.max(0, ...figures.map(({ name }) => name.length));
  const values = Math.max(0, ...figures.map(({ value }) => String(rounded(value)).length));
  return figures.map(
    ({ name, value, unit }) => `${name.padEnd(names)}  ${String(rounded(value)).padStart(values)} ${unit}`,
  );
}

/** What two runs agree on at most: a hundredth. */
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
