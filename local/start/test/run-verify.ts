import { join } from "node:path";
import pc from "picocolors";
import { runChild } from "./run-child";

/** What continuous integration runs first: everything that needs no running stack. */
const CHECKS: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: "format and lint", args: [join("node_modules", "@biomejs", "biome", "bin", "biome"), "ci", "."] },
  {
    name: "architecture",
    args: [
      join("node_modules", "dependency-cruiser", "bin", "dependency-cruiser.mjs"),
      "app",
      "components",
      "lib",
      "local",
      "bin",
      "--output-type",
      "err",
    ],
  },
  { name: "unused code", args: [join("node_modules", "knip", "bin", "knip.js")] },
  { name: "types", args: [join("node_modules", "typescript", "bin", "tsc"), "--noEmit"] },
  {
    name: "unit tests",
    args: [join("node_modules", "vitest", "vitest.mjs"), "run", "--project=unit", "--reporter=dot"],
  },
];

/**
 * `npm run verify`: format, lint, architecture, dead code, types, unit tests. All run, whatever fails first.
 * @returns the exit code.
 */
export async function runVerify(root: string): Promise<number> {
  const failed: string[] = [];
  const env = { ...(process.env as Record<string, string>), NODE_ENV: "test" };
  const { signal } = new AbortController();
  for (const { name, args } of CHECKS) {
    console.log(pc.bold(`\n${name}`));
    const startedAt = Date.now();
    const code = await runChild({ root, args, env, signal });
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
    console.log(`${code === 0 ? pc.green("ok") : pc.red("failed")} ${name}, ${seconds} s`);
    if (code !== 0) failed.push(name);
  }
  console.log(failed.length === 0 ? "\nAll checks passed." : `\nFailed: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}
