import { notFound } from "next/navigation";
import type { UsageHistory as UsageView } from "@/components/usage/types";
import type { UsageFeature, UsageHistory } from "@/lib/usage";

/** Series that are drawn by themselves; further keys are summed as one. */
const MOST_SERIES = 5;
const OTHERS = "others";

/** The feature a page asks for, else the one with most use. */
export function chooseFeature(features: readonly UsageFeature[], wanted: string | undefined): UsageFeature {
  const most = [...features].sort((a, b) => (b.used ?? 0) - (a.used ?? 0))[0];
  return features.find(({ feature }) => feature === wanted) ?? most ?? notFound();
}

/** A feature's history as the usage page draws it: a colour for each API key. */
export function buildUsage(feature: UsageFeature, history: UsageHistory): UsageView {
  const keys = history.keys.map((key) => ({
    ...key,
    id: key.apiKeyId ?? "browser",
    label: key.apiKeyId === null ? "In the browser" : (key.name ?? "Deleted key"),
  }));
  const drawn = keys.slice(0, MOST_SERIES);
  const rest = keys.slice(MOST_SERIES);
  const countsOf = (day: string): Record<string, number> => {
    const quantity = (key: (typeof keys)[number]) => key.days.find((each) => each.day === day)?.quantity ?? 0;
    return {
      ...Object.fromEntries(drawn.map((key) => [key.id, quantity(key)])),
      ...(rest.length > 0 && { [OTHERS]: rest.reduce((sum, key) => sum + quantity(key), 0) }),
    };
  };
  return {
    feature: feature.feature,
    label: feature.name,
    definition: feature.definition ?? "",
    reading: {
      feature: feature.feature,
      label: feature.name,
      used: feature.used ?? 0,
      limit: feature.limit,
      kind: "metered",
      resetsAt: feature.resetsAt,
    },
    days: history.days.map(({ day }) => ({ day, counts: countsOf(day) })),
    series: [
      ...drawn.map(({ id, label }) => ({ key: id, label })),
      ...(rest.length > 0 ? [{ key: OTHERS, label: "Other keys" }] : []),
    ],
    groupedBy: "API key",
    breakdown: keys.map((key) => ({
      id: key.id,
      name: key.label,
      detail: null,
      used: key.quantity,
      refused: null,
      lastUsedAt: key.lastRecordedAt,
    })),
    fromCredits: null,
  };
}
