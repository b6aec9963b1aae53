import { describe, expect, it } from "vitest";
import { catalog } from "@/lib/catalog";
import { type CatalogInput, catalogSchema } from "@/lib/catalog/schemas";

type Draft = { -readonly [K in keyof CatalogInput]: CatalogInput[K] };

/** The shipped catalog with one change, as plain data. */
function changed(change: (draft: Draft) => void): unknown {
  const draft = structuredClone(catalog) as Draft;
  change(draft);
  return draft;
}
const messages = (value: unknown): string =>
  catalogSchema
    .safeParse(value)
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
    .join("\n") ?? "";

describe("a catalog is refused", () => {
  it.each<[string, string, (draft: Draft) => void]>([
    [
      "without a feature in a tier",
      "tiers.2.limits.seats: Every tier states every feature",
      (d) => delete d.tiers[2]?.limits["seats"],
    ],
    [
      "with an unknown feature",
      "There is no feature teas",
      (d) => Object.assign(d.tiers[0]?.limits ?? {}, { teas: 1 }),
    ],
    [
      "with a number for a switch",
      "A switch is true or false",
      (d) => Object.assign(d.tiers[0]?.limits ?? {}, { analytics: 1 }),
    ],
    [
      "with an unknown choice",
      "Choose one of gemini, gpt-4o, hybrid",
      (d) => Object.assign(d.tiers[0]?.limits ?? {}, { ai_model: "llama" }),
    ],
    [
      "with a once-limit on a gauge",
      "Only what is metered",
      (d) => Object.assign(d.tiers[0]?.limits ?? {}, { seats: { limit: 1, once: true } }),
    ],
    [
      "with a fraction",
      "tiers.0.limits.seats",
      (d) => Object.assign(d.tiers[0]?.limits ?? {}, { seats: 1.5 }),
    ],
    [
      "without an amount in a currency",
      "Give amounts in exactly gbp, inr, usd, not inr, usd.",
      (d) => delete d.prices[1]?.amounts["gbp"],
    ],
    [
      "with a price of 0",
      "every other one is more",
      (d) => Object.assign(d.prices[2]?.amounts ?? {}, { usd: 0 }),
    ],
    [
      "with half a cent",
      "prices.2.amounts.usd",
      (d) => Object.assign(d.prices[2]?.amounts ?? {}, { usd: 14.9 }),
    ],
    [
      "with the same key twice",
      "pro_monthly comes twice",
      (d) => Object.assign(d.packs[0] ?? {}, { key: "pro_monthly" }),
    ],
    [
      "with a price of no tier",
      "There is no tier gold",
      (d) => Object.assign(d.prices[2] ?? {}, { tier: "gold" }),
    ],
    [
      "with a trial of something paid once",
      "Only a recurring price",
      (d) => Object.assign(d.prices[1] ?? {}, { trialDays: 7 }),
    ],
    [
      "without the tier to fall back to",
      "There must be a tier `free`",
      (d) => Object.assign(d.tiers[0] ?? {}, { key: "gratis" }),
    ],
    ["with a word that is not known", "Unrecognized key", (d) => Object.assign(d, { discount: 5 })],
  ])("%s", (_what, message, change) => {
    expect(messages(changed(change))).toContain(message);
  });
});

it("accepts the shipped catalog", () => {
  expect(messages(changed(() => undefined))).toBe("");
});
