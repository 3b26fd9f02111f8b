const repetitions = 3;

/** Measures three times; the middle one counts. */
export async function medianOf(measure: () => Promise<number>): Promise<number> {
  const values: number[] = [];
  while (values.length < repetitions) values.push(await measure());
  return values.sort((one, other) => one - other)[repetitions >> 1] ?? 0;
}
