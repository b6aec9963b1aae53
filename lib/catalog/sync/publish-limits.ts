import { createHash } from "node:crypto";
import type { Transaction } from "@/lib/platform/db";
import { computeTierLimits, type Limit } from "../compute/compute-limit";
import { insertVersion, listPublishedLimits, listPublishedVersions } from "../repository";
import type { Catalog } from "../schemas";
import type { CatalogChange } from "./changes";

/** The file says something else than what was published under its version number. */
export class CatalogVersionError extends Error {
  override readonly name = "CatalogVersionError";
}

/**
 * Publishes the file's limits under its version, or does nothing when they are published already.
 *
 * @throws CatalogVersionError when the version was published with other limits, or is older than the newest
 */
export async function publishLimits(
  tx: Transaction,
  catalog: Catalog,
  dryRun: boolean,
): Promise<readonly CatalogChange[]> {
  const tiers = catalog.tiers.map((tier) => ({
    key: tier.key,
    limits: computeTierLimits(catalog.features, tier),
  }));
  const lines = tiers.flatMap(({ key, limits }) => limits.map((limit) => line(key, limit))).sort();
  const digest = createHash("sha256").update(lines.join("\n")).digest("hex");

  const versions = await listPublishedVersions(tx);
  const newest = versions.at(-1)?.version ?? 0;
  const same = versions.find(({ version }) => version === catalog.version);
  if (same && same.digest !== digest) {
    const published = await listPublishedLimits(tx, catalog.version);
    const differing = differences(
      published.map((row) => line(row.tierKey, { ...row, limit: row.limitValue })),
      lines,
    );
    throw new CatalogVersionError(
      `Limits differ from what catalog version ${catalog.version} was published with (${differing}): raise \`version\` in lib/catalog/catalog.ts to ${newest + 1}, so that subscribers keep what they bought.`,
    );
  }
  if (catalog.version < newest) {
    throw new CatalogVersionError(
      `Catalog version ${newest} is published already, and the file says ${catalog.version}: raise \`version\` in lib/catalog/catalog.ts to ${newest + 1}.`,
    );
  }
  if (same) return [];
  if (!dryRun) await insertVersion(tx, catalog.version, digest, tiers);
  return [
    {
      kind: "publish_version",
      key: String(catalog.version),
      detail: `${lines.length} limits of ${tiers.length} tiers`,
    },
  ];
}

/** One limit as a line that differs whenever the limit does. Also what tells whether a tier changed. */
export function line(
  tierKey: string,
  limit: Pick<Limit, "feature" | "choice" | "limit" | "overageMicros"> & { kind: string; reset: string },
): string {
  const value = limit.choice ?? limit.limit ?? "unlimited";
  return `${tierKey}.${limit.feature} ${limit.kind}/${limit.reset} ${value} +${limit.overageMicros ?? "-"}`;
}

function differences(published: readonly string[], wanted: readonly string[]): string {
  const before = new Set(published);
  const after = new Set(wanted);
  const names = new Set(
    [...published.filter((each) => !after.has(each)), ...wanted.filter((each) => !before.has(each))].map(
      (each) => each.split(" ", 1)[0],
    ),
  );
  const shown = [...names].slice(0, 4).join(", ");
  return names.size > 4 ? `${shown} and ${names.size - 4} more` : shown;
}
