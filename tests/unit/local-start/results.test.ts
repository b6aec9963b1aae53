import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  addResults,
  describeResults,
  readPlaywrightResults,
  readVitestResults,
  withExitCode,
} from "@/local/start/test/results";

const directory = mkdtempSync(join(tmpdir(), "meterhouse-results-"));
const path = join(directory, "report.json");

afterAll(() => rmSync(directory, { recursive: true, force: true }));

function writeReport(content: unknown): string {
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const passed = { status: "passed", ancestorTitles: [], title: "passes", failureMessages: [] };
const failed = {
  status: "failed",
  ancestorTitles: ["a suite"],
  title: "fails",
  failureMessages: ["\u001b[31mError: 1 is not 2\u001b[0m\n    at /a/tests/b.test.ts:1:1\n    at x"],
};
const vitest = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 1,
  testResults: [
    { name: "/a/tests/a.test.ts", status: "failed", message: "Cannot find ./x", assertionResults: [] },
    { name: "/a/tests/b.test.ts", status: "failed", message: "", assertionResults: [failed, passed] },
    { name: "/a/tests/c.test.ts", status: "passed", message: "", assertionResults: [passed, passed] },
  ],
};

const spec = (title: string, status: string, message?: string): object => ({
  title,
  tests: [{ status, results: [{ errors: message === undefined ? [] : [{ message }] }] }],
});
const playwright = {
  stats: { expected: 2, unexpected: 1, flaky: 1, skipped: 1 },
  suites: [
    {
      title: "a.test.ts",
      specs: [spec("repeated", "flaky", "Error: first time"), spec("fine", "expected")],
      suites: [{ title: "a dialog", specs: [spec("opens", "unexpected", "Error: not open")] }],
    },
  ],
  errors: [],
};

describe("the results of tests", () => {
  it("counts a runner without a report as failed", () => {
    expect(readVitestResults(join(directory, "none.json"), "/a").failed).toBe(1);
    expect(readPlaywrightResults(join(directory, "none.json")).failed).toBe(1);
  });

  it("names what failed, and a file that could not be loaded as one failure", () => {
    expect(readVitestResults(writeReport(vitest), "/a")).toEqual({
      passed: 3,
      failed: 2,
      skipped: 1,
      failures: [
        { name: "tests/a.test.ts", message: "Cannot find ./x" },
        { name: "tests/b.test.ts > a suite > fails", message: "Error: 1 is not 2" },
      ],
    });
  });

  it("counts a browser test that passed only when repeated as failed", () => {
    expect(readPlaywrightResults(writeReport(playwright))).toEqual({
      passed: 2,
      failed: 2,
      skipped: 1,
      failures: [
        { name: "a.test.ts > repeated", message: "Error: first time" },
        { name: "a.test.ts > a dialog > opens", message: "Error: not open" },
      ],
    });
  });

  it("counts an error outside of any test", () => {
    const outside = { ...playwright, suites: [], errors: [{ message: "Error: no browser" }] };
    expect(readPlaywrightResults(writeReport(outside)).failures).toEqual([
      { name: "outside of any test", message: "Error: no browser" },
    ]);
  });

  it("counts a runner that ends badly as failed, even when each of its tests passed", () => {
    const fine = { passed: 4, failed: 0, skipped: 0, failures: [] };
    expect(withExitCode(fine, "vitest unit", 0)).toEqual(fine);
    expect(withExitCode(fine, "vitest unit", 1)).toMatchObject({
      failed: 1,
      failures: [{ name: "vitest unit" }],
    });
  });

  it("sums all runners and names every failure at the end", () => {
    const one = {
      passed: 1,
      failed: 1,
      skipped: 3,
      failures: [{ name: "a > b", message: "expected\nreceived" }],
    };
    const total = addResults([one, { ...one, failures: [{ name: "c", message: "late" }] }]);
    expect(describeResults(total)).toBe(
      "\nFailed:\n  a > b\n    expected\n    received\n  c\n    late\n\n6 skipped\n\n2 passed, 2 failed",
    );
  });
});
