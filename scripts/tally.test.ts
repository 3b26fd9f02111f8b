import { describe, expect, it } from "vitest";
import { showTally, tally } from "./tally.ts";

const report = (passed: number, failed: number, files: object[] = []): string =>
  JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: files });

describe("the tally of a test run", () => {
  it("counts what passed and failed", () => {
    expect(tally(report(5, 2), 1)).toEqual({ passed: 5, failed: 2 });
  });

  it("counts a file that could not be run as one failure", () => {
    const files = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{}] },
    ];
    expect(tally(report(5, 1, files), 1)).toEqual({ passed: 5, failed: 2 });
  });

  it("counts an end in failure that no test explains", () => {
    expect(tally(report(5, 0), 1)).toEqual({ passed: 5, failed: 1 });
    expect(tally(report(5, 0), null)).toEqual({ passed: 5, failed: 1 });
  });

  it("takes no test, and no report, for a failure", () => {
    expect(tally(report(0, 0), 0)).toEqual({ passed: 0, failed: 1 });
    expect(tally(undefined, 0)).toEqual({ passed: 0, failed: 1 });
    expect(tally("{", 0)).toEqual({ passed: 0, failed: 1 });
  });

  it("is shown in the words that machines look for", () => {
    expect(showTally({ passed: 12, failed: 0 })).toBe("12 passed, 0 failed");
  });
});
