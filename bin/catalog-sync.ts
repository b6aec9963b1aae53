import { Command } from "commander";
import { CatalogVersionError, describeChange, syncCatalog } from "@/lib/catalog";
import { database } from "@/lib/platform/db";
import { EnvironmentError } from "@/lib/platform/env";
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
    const changes = await syncCatalog({ stripe: stripe(), sql, dryRun });
    if (json) console.log(JSON.stringify({ dryRun, changes }, null, 2));
    else {
      for (const change of changes) console.log(`${dryRun ? "would " : ""}${describeChange(change)}`);
      if (changes.length === 0) console.log("The catalog is published as it is. Nothing changed.");
    }
  } finally {
    await sql.end({ timeout: 5 });
  }
} catch (error) {
  const expected = error instanceof CatalogVersionError || error instanceof EnvironmentError;
  console.error(expected ? error.message : error);
  process.exitCode = 1;
}
