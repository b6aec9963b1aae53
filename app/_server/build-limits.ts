import type { LimitReading } from "@/components/usage/types";
import type { UsageFeature, UsageOverview } from "@/lib/usage";

type Counted = UsageFeature & { readonly kind: "metered" | "gauge"; readonly used: number };

const isCounted = (feature: UsageFeature): feature is Counted =>
  (feature.kind === "metered" || feature.kind === "gauge") && feature.used !== null;

/** The limits an account has something of, in the order of the catalog. What its plan lacks is left out. */
export function buildLimits({ features }: UsageOverview): readonly LimitReading[] {
  return features
    .filter(isCounted)
    .filter(({ limit, used, overageMicros }) => limit !== 0 || overageMicros !== null || used > 0)
    .map((feature) => ({
      feature: feature.feature,
      label: feature.reset === "day" ? `${feature.name} today` : feature.name,
      used: feature.used,
      limit: feature.limit,
      kind: feature.kind,
      resetsAt: feature.resetsAt,
    }));
}
