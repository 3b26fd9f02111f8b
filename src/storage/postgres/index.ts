export { authenticate, issueToken, type Role, type TokenHolder, type TokenRequest } from "./access-tokens.ts";
export { type ConfigWatch, type ConfigWatchOptions, onConfigChanged } from "./config-changes.ts";
export { connectPostgres, type Database, type Postgres, type PostgresOptions } from "./connect.ts";
export { credentialsOf, type SipCredentials } from "./credentials.ts";
export { postgresHistory, recentCalls } from "./history.ts";
export { type ImportOptions, importPlatform } from "./import-platform.ts";
export type { ImportRefusal, ImportResult } from "./import-result.ts";
export { loadPlatform } from "./load-platform.ts";
export {
  explainMigration,
  type Migration,
  type MigrationResult,
  migrate,
  readMigrations,
} from "./migrate.ts";
