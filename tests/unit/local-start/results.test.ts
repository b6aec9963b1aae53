import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { addCounts, countPlaywright, countVitest } from "@/local/start/test/results";

const directory = mkdtempSync(join(tmpdir(), "meterhouse-results-"));
const path = join(directory, "report.json");

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function writeReport(content: unknown): string {
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe("the count of tests", () => {
  it("counts a runner without a report as failed", () => {
    expect(countVitest(join(directory, "none.json")).failed).toBe(1);
    expect(countPlaywright(join(directory, "none.json")).failed).toBe(1);
  });

  it("counts a file that could not be loaded as one failure", () => {
    const report = writeReport({
      numPassedTests: 3,
      numFailedTests: 1,
      numFailedTestSuites: 2,
      numPendingTests: 0,
      testResults: [
        { status: "failed", assertionResults: [] },
        { status: "failed", assertionResults: [{}] },
        { status: "passed", assertionResults: [{}] },
      ],
    });
    expect(countVitest(report)).toEqual({ passed: 3, failed: 2, skipped: 0 });
  });

  it("counts a browser test that passed only when repeated as failed", () => {
    const report = writeReport({ stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 1 }, errors: [] });
    expect(countPlaywright(report)).toEqual({ passed: 2, failed: 2, skipped: 1 });
  });

  it("sums all runners", () => {
    const count = { passed: 1, failed: 2, skipped: 3 };
    expect(addCounts([count, count])).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });
});
