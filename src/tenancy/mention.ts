import { type DocumentFault, documentError } from "./fault.ts";

/** A value and where in the document it is written. */
export interface Mention {
  readonly path: string;
  readonly value: string;
}

/** Collects one field of every item of a list at `path`. */
export function mentions<Item>(
  items: readonly Item[],
  path: string,
  field: string,
  valueOf: (item: Item) => string,
): readonly Mention[] {
  return items.map((item, index) => ({ path: `${path}.${index}.${field}`, value: valueOf(item) }));
}

/** The values of a list at `path`. */
export function listed(values: readonly string[], path: string): readonly Mention[] {
  return values.map((value, index) => ({ path: `${path}.${index}`, value }));
}

/** The keys of a record at `path`. */
export function keysOf(record: Readonly<Record<string, unknown>>, path: string): readonly Mention[] {
  return Object.keys(record).map((value) => ({ path: `${path}.${value}`, value }));
}

/** Every mention whose value was mentioned before, with the place of the first. */
export function repeated(all: readonly Mention[]): readonly (Mention & { readonly first: string })[] {
  const firsts = new Map<string, string>();
  return all.flatMap((mention) => {
    const first = firsts.get(mention.value);
    if (first !== undefined) return [{ ...mention, first }];
    firsts.set(mention.value, mention.path);
    return [];
  });
}

/** A fault for every key that is used again where keys must differ. */
export function duplicateKeys(keys: readonly Mention[]): readonly DocumentFault[] {
  return repeated(keys).map(({ path, value, first }) =>
    documentError(
      path,
      "duplicate-key",
      `“${value}”已在 ${first} 用过。请换一个名字。`,
      `"${value}" is used already at ${first}. Choose another.`,
    ),
  );
}
