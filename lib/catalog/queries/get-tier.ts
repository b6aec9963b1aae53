import { invalidRequest } from "@/lib/platform/errors";
import { catalog } from "../catalog";
import type { Tier } from "../schemas";

/** The tier, or null when this catalog does not have it (an older version may have had). */
export function findTier(key: string): Tier | null {
  return catalog.tiers.find((tier) => tier.key === key) ?? null;
}

/** @throws DomainError INVALID_REQUEST that names the tiers there are */
export function getTier(key: string): Tier {
  const tier = findTier(key);
  if (tier) return tier;
  const known = catalog.tiers.map((each) => each.key).join(", ");
  throw invalidRequest(`There is no tier ${key}. There are ${known}.`);
}
