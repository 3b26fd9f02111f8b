import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { readTestbed, type Testbed } from "./testbed.ts";

/** The folder of drachtio-srf as npm installed it; its published tests are in it. */
export const libraryFolder = dirname(createRequire(import.meta.url).resolve("drachtio-srf/package.json"));

/** The secret in the library's own test configuration. */
export const LIBRARY_SECRET = "cymru";

/** Path of one of the library's test files. */
export function libraryTest(file: string): string {
  return join(libraryFolder, "test", file);
}

/** The machines its tests expect, on that loopback network. */
export function libraryTestbed(network: string): Testbed {
  return readTestbed(readFileSync(libraryTest("docker-compose-testbed.yaml"), "utf8"), network);
}
