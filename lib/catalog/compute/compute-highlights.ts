import { formatMoney } from "@/lib/platform/money";
import type { Feature, Reset, Tier } from "../schemas";
import { computeTierLimits, type Limit } from "./compute-limit";

const count = new Intl.NumberFormat("en");
const list = new Intl.ListFormat("en", { type: "conjunction" });

/** The words for how long a limit lasts: "a month", "once", or nothing for what does not reset. */
export function describeReset(reset: Reset, kind: Feature["kind"]): string | null {
  switch (reset) {
    case "month":
      return "a month";
    case "day":
      return "a day";
    case "hour":
      return "an hour";
    case "never":
      if (kind === "metered") return "once";
      return kind === "gauge" ? "at a time" : null;
  }
}

/**
 * The lines on a tier's card, such as "5 ATS scans and 5 cover letters a month". The file says which features
 * share a line; every number comes from the limits, so that a line cannot contradict what is enforced.
 */
export function computeHighlights(features: readonly Feature[], tier: Tier): readonly string[] {
  const limits = new Map(computeTierLimits(features, tier).map((limit) => [limit.feature, limit]));
  const byKey = new Map(features.map((feature) => [feature.key, feature]));
  return tier.highlights.flatMap((keys) => {
    const entries = keys.flatMap((key) => {
      const feature = byKey.get(key);
      const limit = limits.get(key);
      return feature && limit && isIncluded(limit) ? [{ feature, limit }] : [];
    });
    return entries.length === 0 ? [] : [describeLine(entries)];
  });
}

type Entry = { readonly feature: Feature; readonly limit: Limit };

const isIncluded = ({ limit, overageMicros }: Limit): boolean => limit !== 0 || overageMicros !== null;

function describeLine(entries: readonly Entry[]): string {
  const [first] = entries;
  if (!first) return "";
  if (entries.every(({ limit }) => limit.kind === "gauge")) return entries.map(describeAmount).join(", ");
  if (first.limit.kind === "switch") return sentence(list.format(entries.map(({ feature }) => feature.name)));
  if (first.limit.kind === "choice") return first.feature.choices?.[first.limit.choice ?? ""]?.line ?? "";
  if (entries.length > 1 && entries.every(({ limit }) => limit.limit === null)) {
    return `Unlimited ${list
      .format(entries.map(({ feature }) => feature.noun?.short ?? feature.name))
      .replace(", and ", " and ")}`;
  }
  const sameReset = entries.every(({ limit }) => limit.reset === first.limit.reset);
  return sameReset && entries.every(({ limit }) => limit.limit !== null)
    ? `${list.format(entries.map(describeAmount))}${describePeriod(first)}${describeOverage(first)}`
    : list.format(entries.map((entry) => `${describeAmount(entry)}${describePeriod(entry)}`));
}

function describeAmount({ feature, limit }: Entry): string {
  if (limit.limit === null) return `Unlimited ${feature.noun?.many ?? feature.name}`;
  const noun = (limit.limit === 1 ? feature.noun?.one : feature.noun?.many) ?? feature.name;
  return `${count.format(limit.limit)} ${noun}${limit.perSite ? " per site" : ""}`;
}

function describePeriod({ feature, limit }: Entry): string {
  const words = limit.limit === null ? null : describeReset(limit.reset, feature.kind);
  return words ? ` ${words}` : "";
}

function describeOverage({ limit }: Entry): string {
  if (limit.overageMicros === null) return "";
  const amountCents = limit.overageMicros / 10_000;
  const price = Number.isInteger(amountCents)
    ? formatMoney({ amountCents, currency: "usd" })
    : `$${limit.overageMicros / 1_000_000}`;
  return `, then ${price} each`;
}

/** First letter large, all proper nouns as they are, the rest as within a sentence. */
function sentence(words: string): string {
  const [head = "", ...rest] = words.split(" ");
  return [head, ...rest.map((word) => (/^[A-Z][a-z]+$/.test(word) ? word.toLowerCase() : word))].join(" ");
}
