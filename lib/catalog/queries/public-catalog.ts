import { z } from "zod";
import { catalog } from "../catalog";
import { computeHighlights, describeReset } from "../compute/compute-highlights";
import { computeTierLimits } from "../compute/compute-limit";
import { amountsSchema, featureKindSchema, intervalSchema, resetSchema } from "../schemas";
import { listPrices } from "./get-price";

const limitSchema = z.object({
  feature: z.string(),
  kind: featureKindSchema,
  reset: resetSchema,
  /** Null is unlimited, and for a choice. A switch is 0 or 1. */
  limit: z.int().nullable(),
  choice: z.string().nullable(),
  choiceLabel: z.string().nullable(),
  /** Micro-dollars for each unit above the limit; null is a hard stop. */
  overageMicros: z.int().nullable(),
  perSite: z.boolean(),
});

const priceSchema = z.object({
  key: z.string(),
  interval: intervalSchema,
  mode: z.enum(["none", "subscription", "payment"]),
  /** Whole minor units by lower-case currency. */
  amounts: amountsSchema,
  trialDays: z.int().nullable(),
});

/** The answer of GET /api/catalog. */
export const publicCatalogSchema = z.object({
  version: z.int(),
  currencies: z.array(z.string()),
  tiers: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      summary: z.string(),
      group: z.enum(["steady", "other"]),
      highlights: z.array(z.string()),
      prices: z.array(priceSchema),
      limits: z.array(limitSchema),
    }),
  ),
  features: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      group: z.enum(["limits", "features", "api"]),
      kind: featureKindSchema,
      /** "a month", "a day", "an hour", "at a time"; null for switches and choices. */
      per: z.string().nullable(),
      definition: z.string(),
    }),
  ),
  packs: z.array(z.object({ key: z.string(), name: z.string(), credits: z.int(), amounts: amountsSchema })),
});

export type PublicCatalog = z.infer<typeof publicCatalogSchema>;

let composed: PublicCatalog | undefined;

/** Everything a visitor may know of the catalog, words of the pricing page included. */
export function publicCatalog(): PublicCatalog {
  composed ??= compose();
  return composed;
}

function compose(): PublicCatalog {
  const choices = new Map(catalog.features.map((feature) => [feature.key, feature.choices]));
  return publicCatalogSchema.parse({
    version: catalog.version,
    currencies: catalog.currencies,
    tiers: catalog.tiers.map((tier) => ({
      key: tier.key,
      name: tier.name,
      summary: tier.summary,
      group: tier.group,
      highlights: computeHighlights(catalog.features, tier),
      prices: listPrices().filter((price) => price.tierKey === tier.key),
      limits: computeTierLimits(catalog.features, tier).map((limit) => ({
        ...limit,
        choiceLabel: choices.get(limit.feature)?.[limit.choice ?? ""]?.label ?? null,
      })),
    })),
    features: catalog.features.map((feature) => ({
      key: feature.key,
      name: feature.name,
      group: feature.group,
      kind: feature.kind,
      per: describeReset(feature.reset, feature.kind),
      definition: feature.definition,
    })),
    packs: catalog.packs,
  });
}
