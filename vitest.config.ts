import { defineConfig } from "vitest/config";

/** Kinds of tests, from quick and many to slow and whole; those with real services run one file at a time. */
export default defineConfig({
  test: {
    // A test that waits for what never comes must say so before the person at the terminal gives up.
    teardownTimeout: 20_000,
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "src/**/*.test.ts",
            "scripts/**/*.test.ts",
            "bench/**/*.test.ts",
            "test/support/**/*.test.ts",
          ],
          testTimeout: 10_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 90_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts"],
          testTimeout: 30_000,
          hookTimeout: 90_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // Against programs of others: the client library's own tests, and other SIP servers.
        test: {
          name: "interop",
          include: ["test/interop/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 90_000,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          // One platform for all stories.
          globalSetup: "test/e2e/support/shared-platform.ts",
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
      {
        // Against figures from theory. They use no service, only time: last, so that they slow nothing that waits.
        test: {
          name: "conformance",
          include: ["test/conformance/**/*.test.ts"],
          testTimeout: 600_000,
          maxWorkers: "100%",
          sequence: { groupOrder: 5 },
        },
      },
    ],
  },
});
