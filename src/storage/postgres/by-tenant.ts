/** What each tenant owns, by the tenant's id. */
export type ByTenant<Item> = ReadonlyMap<string, readonly Item[]>;

/** Groups rows by their tenants, in their order, each made into what it stands for. */
export function byTenant<Row extends { readonly tenant_id: string }, Item>(
  rows: readonly Row[],
  itemOf: (row: Row) => Item,
): ByTenant<Item> {
  const grouped = Map.groupBy(rows, (row) => row.tenant_id);
  return new Map([...grouped].map(([tenant, owned]) => [tenant, owned.map(itemOf)]));
}
