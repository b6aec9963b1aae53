import { Command } from "commander";
import Stripe from "stripe";
import { recordAudit } from "@/lib/accounts";
import { CatalogVersionError, catalog, describeChange, syncCatalog } from "@/lib/catalog";
import { systemClock } from "@/lib/platform/clock";
import type { Context } from "@/lib/platform/context";
import { database } from "@/lib/platform/db";
import { EnvironmentError } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { logger } from "@/lib/platform/log";
import { stripe } from "@/lib/platform/stripe";

const program = new Command("catalog:sync")
  .description(
    "Publishes lib/catalog/catalog.ts: its limits in the database, its products and prices at Stripe by lookup key. Running it again changes nothing.",
  )
  .option("--dry-run", "say what would change, and change nothing", false)
  .option("--json", "print the changes as JSON", false)
  .parse();

const { dryRun, json } = program.opts<{ dryRun: boolean; json: boolean }>();

try {
  const sql = database();
  try {
    const ctx: Context = {
      requestId: newId(),
      actor: { kind: "system", name: "catalog-sync" },
      clock: systemClock,
      log: logger(),
      ip: null,
    };
    const changes = await syncCatalog({
      stripe: stripe(),
      sql,
      dryRun,
      onPublished: (tx, published) =>
        recordAudit(tx, ctx, {
          accountId: null,
          action: "catalog.published",
          targetKind: "catalog",
          targetId: String(catalog.version),
          after: { version: catalog.version, changes: published.map(({ kind, key }) => `${kind} ${key}`) },
        }),
    });
    if (json) console.log(JSON.stringify({ version: catalog.version, dryRun, changes }, null, 2));
    else {
      for (const change of changes) console.log(`${dryRun ? "would " : ""}${describeChange(change)}`);
      console.log(summarise(changes.length));
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}

function summarise(changes: number): string {
  if (changes === 0) return `Catalog version ${catalog.version} is published. Nothing changed.`;
  const count = changes === 1 ? "1 change" : `${changes} changes`;
  return dryRun
    ? `Catalog version ${catalog.version}: ${count} to make. Nothing was changed.`
    : `Catalog version ${catalog.version} is published: ${count}.`;
}

/** One sentence for what the person can put right; the whole error for what nobody expected. */
function explain(error: unknown): unknown {
  if (error instanceof CatalogVersionError || error instanceof EnvironmentError) return error.message;
  if (error instanceof Stripe.errors.StripeConnectionError) {
    return "Stripe does not answer. What was made so far is found by the next run: try again.";
  }
  if (error instanceof Stripe.errors.StripeError) return `Stripe refused: ${error.message}`;
  const code = (error as { code?: unknown }).code;
  if (code === "ECONNREFUSED" || code === "CONNECT_TIMEOUT" || code === "ENOTFOUND") {
    return "The database of DATABASE_URL does not answer: start it or correct the address, then try again.";
  }
  return error;
}
