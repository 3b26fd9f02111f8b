import type { TrunkDocument } from "../../tenancy/index.ts";
import type { DatabaseTransaction } from "./connect.ts";

/** Inserts the trunks, or makes those that are there as the document says. Others stay. */
export async function writeTrunks(
  trx: DatabaseTransaction,
  trunks: readonly (typeof TrunkDocument)["_output"][],
  mintId: () => string,
): Promise<void> {
  for (const { key, name, addresses, sipUsername = null } of trunks) {
    const changing = { name, addresses, sip_username: sipUsername };
    await trx
      .insertInto("trunks")
      .values({ id: mintId(), key, ...changing })
      .onConflict((conflict) => conflict.column("key").doUpdateSet(changing))
      .execute();
  }
}
