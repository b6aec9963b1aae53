import { parseArgs } from "node:util";
import { StartProblem } from "../start-problem";

export const TEST_KINDS = ["unit", "integration", "browser"] as const;
export type TestKind = (typeof TEST_KINDS)[number];

export interface TestArguments {
  readonly kinds: readonly TestKind[];
  /** Parts of file names; empty runs all. */
  readonly patterns: readonly string[];
}

/** Reads `npm test -- [--only unit|integration|browser] [pattern ...]`. */
export function parseTestArguments(args: readonly string[]): TestArguments {
  let parsed: { values: { only?: string | undefined }; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: { only: { type: "string" } }, allowPositionals: true });
  } catch (error) {
    throw new StartProblem("Use npm test -- --only unit|integration|browser [part of a file name].", {
      cause: error,
    });
  }
  const { only } = parsed.values;
  const kinds = TEST_KINDS.filter((kind) => only === undefined || kind === only);
  if (kinds.length === 0) {
    throw new StartProblem(`--only is "${only}": use unit, integration or browser.`);
  }
  return { kinds, patterns: parsed.positionals };
}
