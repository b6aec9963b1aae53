import { catalog } from "../catalog";
import type { Feature } from "../schemas";

/** The feature, or null when this catalog does not have it. */
export function findFeature(key: string): Feature | null {
  return catalog.features.find((feature) => feature.key === key) ?? null;
}

/** All features in the order of the file, optionally of one kind. */
export function listFeatures(kind?: Feature["kind"]): readonly Feature[] {
  return kind ? catalog.features.filter((feature) => feature.kind === kind) : catalog.features;
}
