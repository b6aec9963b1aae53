import { findFeature, listFeatures } from "@/lib/catalog";
import type { Clock } from "@/lib/platform/clock";
import { notFound } from "@/lib/platform/errors";
import { computeStanding } from "../compute/compute-standing";
import { describePeriod } from "../compute/describe-limit";
import { type OverviewRow, readOverview } from "../repository";
import type { UsageFeature, UsageOverview } from "../schemas";

/**
 * Everything the account may use, and what it has used, in the order of the catalog. One round trip.
 *
 * @throws DomainError NOT_FOUND when the account is absent or deleted
 */
export async function getUsageOverview(accountId: string, clock: Clock): Promise<UsageOverview> {
  const rows = await readOverview(accountId, null, clock.now());
  const [first] = rows;
  if (!first) throw notFound("The account");
  const features = rows.map(toFeature).sort((a, b) => placeOf(a.feature) - placeOf(b.feature));
  return { tierKey: first.tierKey, catalogVersion: first.catalogVersion, features };
}

function toFeature(row: OverviewRow): UsageFeature {
  // A plan of an older catalog may have features that the current file no longer describes.
  const known = findFeature(row.feature);
  return {
    feature: row.feature,
    name: known?.name ?? row.feature,
    kind: row.kind,
    reset: row.reset,
    ...computeStanding(row),
    choice: row.choice,
    overageMicros: row.overageMicros,
    isOverride: row.isOverride,
    per: describePeriod(row.kind, row.reset),
    unit: known?.noun ? { one: known.noun.one, many: known.noun.many } : null,
    definition: known?.definition ?? null,
  };
}

const places = new Map(listFeatures().map((feature, place) => [feature.key, place]));
const placeOf = (feature: string): number => places.get(feature) ?? places.size;
