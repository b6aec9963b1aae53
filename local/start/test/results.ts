import { readFileSync } from "node:fs";
import { z } from "zod";

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numFailedTestSuites: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().optional(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()).optional(),
});

/** A runner that leaves no readable report has failed as a whole. */
const BROKEN: TestCount = { passed: 0, failed: 1, skipped: 0 };

function readReport<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // The runner crashed before it could write; its own output says why, and the count says failed.
    return null;
  }
}

/** Counts a vitest JSON report. A file that could not be loaded has no tests and counts as one failure. */
export function countVitest(path: string): TestCount {
  const report = readReport(path, vitestReport);
  if (report === null) return BROKEN;
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/** Counts a Playwright JSON report. A test that passed only when repeated counts as failed. */
export function countPlaywright(path: string): TestCount {
  const report = readReport(path, playwrightReport);
  if (report === null) return BROKEN;
  const { expected, unexpected, flaky, skipped } = report.stats;
  return { passed: expected, failed: unexpected + flaky + (report.errors?.length ?? 0), skipped };
}

export function addCounts(counts: readonly TestCount[]): TestCount {
  const sum = (key: keyof TestCount): number => counts.reduce((total, count) => total + count[key], 0);
  return { passed: sum("passed"), failed: sum("failed"), skipped: sum("skipped") };
}
