import { z } from "zod";

/** How many tests passed and failed; a file that could not be run counts as one failure. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const Report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/**
 * Counts from vitest's JSON report and exit code. No report, no test at all, or an end in failure that no test
 * explains (an error outside every test, a crash) each count as one failure: silence is no success.
 */
export function tally(report: string | undefined, exitCode: number | null): Tally {
  const parsed = Report.safeParse(parseJson(report ?? ""));
  if (!parsed.success) return { passed: 0, failed: 1 };
  const { numPassedTests: passed, numFailedTests, testResults } = parsed.data;
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  const failed = numFailedTests + broken.length;
  const isUnexplained = failed === 0 && (exitCode !== 0 || passed === 0);
  return { passed, failed: isUnexplained ? 1 : failed };
}

/** The last line of a test run. */
export function showTally({ passed, failed }: Tally): string {
  return `${passed} passed, ${failed} failed`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
