import type { Cell, Feature, Reset, Tier } from "../schemas";

/** What a tier gives of one feature, in the form that the database and the public catalog share. */
export interface Limit {
  readonly feature: string;
  readonly kind: Feature["kind"];
  readonly reset: Reset;
  /** Null is unlimited, and for a choice. A switch is 0 or 1. */
  readonly limit: number | null;
  readonly choice: string | null;
  /** Micro-dollars for each unit above the limit; null is a hard stop. */
  readonly overageMicros: number | null;
  readonly perSite: boolean;
}

/** Reads one cell of the matrix. Pure; the schema has checked that the cell fits the feature. */
export function computeLimit(feature: Feature, cell: Cell): Limit {
  const base = {
    feature: feature.key,
    kind: feature.kind,
    reset: feature.reset,
    limit: null,
    choice: null,
    overageMicros: null,
    perSite: false,
  };
  if (feature.kind === "choice") return { ...base, choice: String(cell) };
  if (typeof cell === "boolean") return { ...base, limit: cell ? 1 : 0 };
  if (typeof cell === "string") return base;
  if (typeof cell === "number") return { ...base, limit: cell };
  return {
    ...base,
    limit: cell.limit,
    reset: cell.once ? "never" : feature.reset,
    overageMicros: cell.overageMicros ?? null,
    perSite: cell.perSite ?? false,
  };
}

/** All limits of a tier, in the order of the features. */
export function computeTierLimits(features: readonly Feature[], tier: Tier): readonly Limit[] {
  return features.map((feature) => computeLimit(feature, tier.limits[feature.key] ?? 0));
}
