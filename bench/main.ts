import { Command, InvalidArgumentError } from "commander";
import { catalog } from "@/lib/catalog";
import { publishLimits } from "@/lib/catalog/sync/publish-limits";
import { database } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { startOwnStack } from "./own-stack";
import { formatResults } from "./print-results";
import { type Load, type Measured, runScenario } from "./run-scenario";
import type { Scenario } from "./scenario";
import { check } from "./scenarios/check";
import { health } from "./scenarios/health";
import { track, trackBatch, trackMany } from "./scenarios/track";
import { webhook } from "./scenarios/webhook";
import { formatAuditReport, runAuditBench } from "./sql/run-audit-bench";
import { formatSqlReport, runSqlBench } from "./sql/run-sql-bench";

const scenarios: readonly Scenario[] = [health, check, track, trackMany, trackBatch, webhook];
/** Bound of everything but preparation, whatever is asked. */
const MAX_SECONDS = 120;

interface Options {
  readonly url?: string;
  readonly seconds: number;
  readonly connections: number;
  readonly entries: number;
  readonly json: boolean;
}

const wholeUpTo =
  (highest: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > highest) {
      throw new InvalidArgumentError(`Use a whole number from 1 to ${highest}.`);
    }
    return value;
  };

const program = new Command("bench")
  .description(
    "Measures the hot paths and compares them with a trivial handler in the same run. Starts a stack of its own unless --url is given.",
  )
  .argument("[scenario]", "one of those below, sql, audit, or all", "all")
  .option(
    "--url <url>",
    "load this running app; its environment must be in this process (accounts are added)",
  )
  .option("--seconds <n>", "how long each scenario is loaded", wholeUpTo(MAX_SECONDS), 8)
  .option("--connections <n>", "requests under way at once", wholeUpTo(1_000), 32)
  .option("--entries <n>", "length of the log that audit verifies", wholeUpTo(5_000_000), 100_000)
  .option("--json", "print the results as JSON", false)
  .addHelpText(
    "after",
    `\nScenarios:\n${scenarios.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`).join("\n")}\n  sql          the counting statement itself, without HTTP: pace, growth, use of indexes\n  audit        the audit log: what its chain costs, how fast it is verified and paged`,
  )
  .parse();

const [wanted = "all"] = program.args;
const options = program.opts<Options>();
/** Those that need the database alone. */
const withoutApp = ["sql", "audit"];
const chosen = wanted === "all" ? scenarios : scenarios.filter(({ name }) => name === wanted);
if (chosen.length === 0 && !withoutApp.includes(wanted)) {
  program.error(
    `There is no scenario ${wanted}. There are ${scenarios.map(({ name }) => name).join(", ")}, sql, audit, all.`,
  );
}

const stack = options.url ? null : await startOwnStack(!withoutApp.includes(wanted));
const stop = async (): Promise<void> => stack?.stop();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void stop().then(() => process.exit(130)));
try {
  const sql = database();
  try {
    // Limits are all that the measured paths read of the catalog; publishing them again changes nothing.
    await sql.begin((tx) => publishLimits(tx, catalog, false));
    if (wanted === "sql") {
      const report = await runSqlBench(sql, options.seconds);
      console.log(options.json ? JSON.stringify(report, null, 2) : formatSqlReport(report));
    } else if (wanted === "audit") {
      const report = await runAuditBench(sql, options.seconds, options.entries);
      console.log(options.json ? JSON.stringify(report, null, 2) : formatAuditReport(report));
    } else {
      const results = await measure({ ...options, url: options.url ?? stack?.url ?? "" });
      console.log(options.json ? JSON.stringify({ results }, null, 2) : formatResults(results));
      if (results.some(({ failures, discrepancy }) => failures > 0 || discrepancy !== null))
        process.exitCode = 1;
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
} finally {
  await stop();
}

async function measure(load: Load): Promise<readonly Measured[]> {
  const [stripeWebhookSecret = ""] = env().stripe.webhookSecrets;
  const context = { sql: database(), stripeWebhookSecret };
  const results: Measured[] = [];
  for (const scenario of chosen) {
    // Beside each scenario anew: a machine that does other work as well is not equally fast all the time.
    const trivial = await runScenario(health, context, load, null);
    if (scenario === health) results.push({ ...trivial, ratio: 1 });
    else results.push(await runScenario(scenario, context, load, trivial.requestsPerSecond));
  }
  return results;
}
