import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TenantId } from "../../../src/ids.ts";
import { authenticate, issueToken, loadPlatform } from "../../../src/storage/postgres/index.ts";
import { openMigrated, type TestDatabase } from "./database.ts";
import { academy, importInto, platformOf, publisher } from "./documents.ts";
import { recordedLog } from "./recorded-log.ts";

const noon = 1_795_000_000_000;

let database: TestDatabase;
let tenants: readonly TenantId[];
beforeAll(async () => {
  database = await openMigrated();
  await importInto(database.db, platformOf([publisher(), academy()]));
  tenants = (await loadPlatform(database.db, recordedLog())).tenants.map(({ id }) => id);
});
afterAll(() => database.stop());

function issue(tenant: TenantId | undefined): Promise<string> {
  const of = tenant ?? TenantId("none");
  return issueToken(database.db, { tenant: of, role: "supervisor", at: noon, livesForSeconds: 60 });
}

describe("an access token", () => {
  test("names its tenant and role until its time is over", async () => {
    const token = await issue(tenants[0]);
    expect(await authenticate(database.db, token, noon)).toEqual({ tenant: tenants[0], role: "supervisor" });
    expect(await authenticate(database.db, token, noon + 59_999)).toBeDefined();
    expect(await authenticate(database.db, token, noon + 60_000)).toBeUndefined();
  });

  test("of one tenant never names another", async () => {
    const [ours, theirs] = await Promise.all([issue(tenants[0]), issue(tenants[1])]);
    expect(ours).not.toBe(theirs);
    expect(await authenticate(database.db, theirs, noon)).toMatchObject({ tenant: tenants[1] });
  });

  test("that was never issued, or is no token at all, names nobody", async () => {
    const token = await issue(tenants[0]);
    const flipped = token.slice(0, -2) + (token.endsWith("AA") ? "BB" : "AA");
    for (const wrong of [flipped, "", "fn_", "a\0b", `${token} `, token.slice(3)]) {
      expect(await authenticate(database.db, wrong, noon)).toBeUndefined();
    }
  });

  test("is kept as a hash only", async () => {
    const token = await issue(tenants[0]);
    const rows = await database.db.selectFrom("access_tokens").select("token_sha256").execute();
    expect(rows.some(({ token_sha256 }) => token.includes(token_sha256.toString("base64url")))).toBe(false);
  });

  test("of a tenant that is not there is not issued", async () => {
    await expect(issue(TenantId("nobody"))).rejects.toThrow("foreign key");
  });
});
