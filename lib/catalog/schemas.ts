import { z } from "zod";

const keySchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, "Use lower-case letters, digits and underscores, starting with a letter.");

/** ISO 4217 in lower case, as Stripe writes it. */
const currencySchema = z.string().regex(/^[a-z]{3}$/, "Use a three-letter currency code in lower case.");
const amountSchema = z.int().min(0);

/** Whole minor units by currency: cents, paise, pence. */
export const amountsSchema = z.record(currencySchema, amountSchema);

/** How often a price is charged. `none` is the free tier, `quarter` every three months. */
export const intervalSchema = z.enum(["none", "once", "month", "quarter", "year"]);
export const featureKindSchema = z.enum(["metered", "gauge", "switch", "choice", "rate"]);
export const resetSchema = z.enum(["month", "day", "hour", "never"]);

/**
 * A count with something to add. `once`: for the life of the account, without reset. `perSite`: for each site
 * that uses it. `overageMicros`: micro-dollars for each unit above the limit; without it the limit is hard.
 */
const countSchema = z.strictObject({
  limit: z.int().min(0),
  once: z.literal(true).optional(),
  perSite: z.literal(true).optional(),
  overageMicros: z.int().positive().optional(),
});

/** One cell of the matrix: a count, `unlimited`, yes or no, or the key of a choice. */
export const cellSchema = z.union([z.int().min(0), z.boolean(), z.string(), countSchema]);

/** The words for one feature, in the forms that sentences need. */
const nounSchema = z.strictObject({ one: z.string(), many: z.string(), short: z.string() });

export const featureSchema = z.strictObject({
  key: keySchema,
  name: z.string().min(1),
  group: z.enum(["limits", "features", "api"]),
  kind: featureKindSchema,
  reset: resetSchema,
  noun: nounSchema.optional(),
  /** What is counted and what is not. */
  definition: z.string().min(1),
  /** For choices: each key with its label and the line that the pricing page says. */
  choices: z.record(z.string(), z.strictObject({ label: z.string(), line: z.string() })).optional(),
});

export const tierSchema = z.strictObject({
  key: keySchema,
  name: z.string().min(1),
  summary: z.string().min(1),
  /** `steady` plans stand joined on the pricing page, `other` ones below. */
  group: z.enum(["steady", "other"]),
  /** Lines on the card, each made of these features' limits. */
  highlights: z.array(z.array(keySchema).min(1)),
  limits: z.record(keySchema, cellSchema),
});

export const priceSchema = z.strictObject({
  /** Also the lookup key at the provider. */
  key: keySchema,
  tier: keySchema,
  interval: intervalSchema,
  amounts: amountsSchema,
  /** Days free of charge for an account that never had a trial. */
  trialDays: z.int().positive().optional(),
});

export const packSchema = z.strictObject({
  key: keySchema,
  name: z.string().min(1),
  credits: z.int().positive(),
  amounts: amountsSchema,
});

export const catalogSchema = z
  .strictObject({
    /** Raised whenever limits change: a published version is never changed, subscribers keep theirs. */
    version: z.int().positive(),
    /** The first is the default; each price has an amount in every one. */
    currencies: z.array(currencySchema).min(1),
    features: z.array(featureSchema).min(1),
    tiers: z.array(tierSchema).min(1),
    prices: z.array(priceSchema).min(1),
    packs: z.array(packSchema),
  })
  .superRefine((catalog, context) => {
    for (const issue of findContradictions(catalog)) {
      context.addIssue({ code: "custom", path: [...issue.path], message: issue.message });
    }
  });

export type Catalog = z.infer<typeof catalogSchema>;
export type CatalogInput = z.input<typeof catalogSchema>;
export type Feature = z.infer<typeof featureSchema>;
export type FeatureKind = z.infer<typeof featureKindSchema>;
export type Tier = z.infer<typeof tierSchema>;
export type Price = z.infer<typeof priceSchema>;
export type Pack = z.infer<typeof packSchema>;
export type Interval = z.infer<typeof intervalSchema>;
export type Reset = z.infer<typeof resetSchema>;
export type Cell = z.infer<typeof cellSchema>;

interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

function* findContradictions(catalog: {
  currencies: string[];
  features: Feature[];
  tiers: Tier[];
  prices: Price[];
  packs: Pack[];
}): Generator<Contradiction> {
  const { currencies, features, tiers, prices, packs } = catalog;
  yield* findRepeats("features", features);
  yield* findRepeats("tiers", tiers);
  yield* findRepeats("prices", [...prices, ...packs]);

  const byKey = new Map(features.map((feature) => [feature.key, feature]));
  for (const [index, tier] of tiers.entries()) {
    for (const feature of features) {
      const cell = tier.limits[feature.key];
      const message =
        cell === undefined
          ? "Every tier states every feature; write 0 or false for what it lacks."
          : misfit(feature, cell);
      if (message) yield { path: ["tiers", index, "limits", feature.key], message };
    }
    for (const key of [...Object.keys(tier.limits), ...tier.highlights.flat()]) {
      if (!byKey.has(key)) yield { path: ["tiers", index], message: `There is no feature ${key}.` };
    }
  }
  for (const [index, feature] of features.entries()) {
    if ((feature.kind === "choice") !== (feature.choices !== undefined)) {
      yield {
        path: ["features", index, "choices"],
        message: "A choice lists its choices, and nothing else does.",
      };
    }
    if (["metered", "gauge"].includes(feature.kind) && !feature.noun) {
      yield { path: ["features", index, "noun"], message: "What is counted needs its noun." };
    }
  }

  const tierKeys = new Set(tiers.map((tier) => tier.key));
  if (!tierKeys.has("free"))
    yield { path: ["tiers"], message: "There must be a tier `free`: accounts fall back to it." };
  for (const [index, price] of prices.entries()) {
    const path = ["prices", index] as const;
    if (!tierKeys.has(price.tier)) yield { path, message: `There is no tier ${price.tier}.` };
    if ((price.interval === "none") !== (price.tier === "free")) {
      yield { path, message: "The free tier, and only it, has the interval none." };
    }
    if (price.trialDays !== undefined && ["none", "once"].includes(price.interval)) {
      yield { path, message: "Only a recurring price can start with a trial." };
    }
    yield* misfitAmounts(price.amounts, currencies, path, price.interval === "none");
  }
  for (const [index, pack] of packs.entries()) {
    yield* misfitAmounts(pack.amounts, currencies, ["packs", index], false);
  }
}

function* findRepeats(list: string, entries: readonly { readonly key: string }[]): Generator<Contradiction> {
  const seen = new Set<string>();
  for (const [index, { key }] of entries.entries()) {
    if (seen.has(key)) yield { path: [list, index, "key"], message: `${key} comes twice.` };
    seen.add(key);
  }
}

function misfit(feature: Feature, cell: Cell): string | null {
  switch (feature.kind) {
    case "switch":
      return typeof cell === "boolean" ? null : "A switch is true or false.";
    case "choice":
      return typeof cell === "string" && feature.choices && cell in feature.choices
        ? null
        : `Choose one of ${Object.keys(feature.choices ?? {}).join(", ")}.`;
    default:
      if (typeof cell === "number" || cell === "unlimited") return null;
      if (typeof cell !== "object") return "Write a whole number, `unlimited`, or an object with a limit.";
      return feature.kind !== "metered" && (cell.once || cell.overageMicros)
        ? "Only what is metered has once or overageMicros."
        : null;
  }
}

function* misfitAmounts(
  amounts: Readonly<Record<string, number>>,
  currencies: readonly string[],
  path: readonly (string | number)[],
  isFree: boolean,
): Generator<Contradiction> {
  const given = Object.keys(amounts).sort().join(", ");
  const wanted = [...currencies].sort().join(", ");
  if (given !== wanted)
    yield { path: [...path, "amounts"], message: `Give amounts in exactly ${wanted}, not ${given}.` };
  if (Object.values(amounts).some((amount) => (amount === 0) !== isFree)) {
    yield {
      path: [...path, "amounts"],
      message: "The free price is 0 in every currency, and every other one is more.",
    };
  }
}
