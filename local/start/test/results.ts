import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { z } from "zod";

/** One test that failed, as the end of a run names it. */
export interface Failure {
  /** File, suites and name, joined by " > "; the file alone when it could not be loaded. */
  readonly name: string;
  /** What was expected, without colours and without the stack below it. */
  readonly message: string;
}

/** What one runner has to say. */
export interface TestResults {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** As many as `failed`. */
  readonly failures: readonly Failure[];
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().optional(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const playwrightError = z.object({ message: z.string().optional() });

const playwrightSpec = z.object({
  title: z.string(),
  tests: z.array(
    z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(playwrightError) })) }),
  ),
});

const playwrightSuite = z.object({
  title: z.string(),
  specs: z.array(playwrightSpec),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});

const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), skipped: z.number() }),
  suites: z.array(playwrightSuite),
  errors: z.array(playwrightError).optional(),
});

/** A runner that leaves no readable report has failed as a whole. */
function brokenRunner(path: string): TestResults {
  return {
    passed: 0,
    failed: 1,
    skipped: 0,
    failures: [{ name: path, message: "The runner left no report: what it printed above says why." }],
  };
}

const LONGEST_MESSAGE_LINES = 12;

/** The words of an error: the stack below them is printed where the test failed. */
function firstWords(message: string | undefined): string {
  const lines = stripVTControlCharacters(message ?? "").split("\n");
  const stack = lines.findIndex((line) => /^\s+at /.test(line));
  const words = stack === -1 ? lines : lines.slice(0, stack);
  return words.slice(0, LONGEST_MESSAGE_LINES).join("\n").trimEnd() || "See above.";
}

function readReport<T>(path: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // The runner crashed before it could write; its own output says why, and the count says failed.
    return null;
  }
}

/**
 * Reads a vitest JSON report. A file that could not be loaded or prepared counts as one failure.
 * @param root directory that the names of files are given from.
 */
export function readVitestResults(path: string, root: string): TestResults {
  const report = readReport(path, vitestReport);
  if (report === null) return brokenRunner(path);
  const failures = report.testResults.flatMap((file): Failure[] => {
    const name = relative(root, file.name);
    const tests = file.assertionResults.filter((test) => test.status === "failed");
    // A file that could not be loaded, or whose hook failed before any test could.
    if (file.status === "failed" && tests.length === 0) return [{ name, message: firstWords(file.message) }];
    return tests.map((test) => ({
      name: [name, ...test.ancestorTitles, test.title].join(" > "),
      message: firstWords(test.failureMessages?.[0]),
    }));
  });
  return {
    passed: report.numPassedTests,
    failed: failures.length,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    failures,
  };
}

function listFailedSpecs(suite: z.infer<typeof playwrightSuite>, above: readonly string[]): Failure[] {
  const path = [...above, suite.title];
  const own = suite.specs.flatMap((spec) =>
    spec.tests
      .filter((test) => test.status === "unexpected" || test.status === "flaky")
      .map((test) => ({
        name: [...path, spec.title].join(" > "),
        message: firstWords(test.results.flatMap((result) => result.errors)[0]?.message),
      })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => listFailedSpecs(inner, path))];
}

/** Reads a Playwright JSON report. A test that passed only when repeated counts as failed. */
export function readPlaywrightResults(path: string): TestResults {
  const report = readReport(path, playwrightReport);
  if (report === null) return brokenRunner(path);
  const { expected, skipped } = report.stats;
  const failures = [
    ...report.suites.flatMap((suite) => listFailedSpecs(suite, [])),
    ...(report.errors ?? []).map((error) => ({
      name: "outside of any test",
      message: firstWords(error.message),
    })),
  ];
  return { passed: expected, failed: failures.length, skipped, failures };
}

/**
 * What a runner found, held against how it ended: an error outside of any test (a rejection that nobody
 * awaited) fails a run without failing a test.
 */
export function withExitCode(results: TestResults, runner: string, code: number): TestResults {
  if (code === 0 || results.failed > 0) return results;
  const failure = { name: runner, message: `Ended with code ${code}, though no test failed: see above.` };
  return { ...results, failed: 1, failures: [failure] };
}

/** All runners' results as one. */
export function addResults(all: readonly TestResults[]): TestResults {
  const sum = (key: "passed" | "failed" | "skipped"): number =>
    all.reduce((total, results) => total + results[key], 0);
  return {
    passed: sum("passed"),
    failed: sum("failed"),
    skipped: sum("skipped"),
    failures: all.flatMap((results) => results.failures),
  };
}

/** The last lines of a run: what failed, once more and by name, then the counts. */
export function describeResults({ passed, failed, skipped, failures }: TestResults): string {
  const named = failures.map(({ name, message }) => `  ${name}\n${message.replaceAll(/^/gm, "    ")}`);
  return [
    ...(named.length > 0 ? ["", "Failed:", ...named] : []),
    ...(skipped > 0 ? ["", `${skipped} skipped`] : []),
    "",
    `${passed} passed, ${failed} failed`,
  ].join("\n");
}
