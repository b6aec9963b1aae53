import type { CatalogPlan, PlanAct, PlanLimit, PricingData } from "@/components/catalog/types";
import type { PublicCatalog } from "@/lib/catalog";
import { ACCOUNT_HOME, accountPath } from "@/lib/platform/account-path";

type Tier = PublicCatalog["tiers"][number];
type Limit = Tier["limits"][number];

export interface PricingVisitor {
  /** Slug; null when nobody is signed in. */
  readonly account: string | null;
  /** Tier of the account's plan; null when nobody is signed in. */
  readonly currentTier: string | null;
  /** A subscription is running: another cannot be bought beside it. */
  readonly hasSubscription: boolean;
  /** The role may buy for the account. */
  readonly mayBuy: boolean;
}

/** Where a visitor makes an account; the pricing page is remembered and returned to. */
const SIGN_UP = "/sign-up";

const verbs: Readonly<Record<string, string>> = {
  one_time: "Buy once",
  student: "Subscribe as a student",
  lifetime: "Buy lifetime",
};

/** What the pricing page shows a visitor. */
export function buildPricing(
  catalog: PublicCatalog,
  visitor: PricingVisitor,
  preferred: string | null,
): PricingData {
  const plans = (group: Tier["group"]): CatalogPlan[] =>
    catalog.tiers.filter((tier) => tier.group === group).map((tier) => buildPlan(tier, visitor));
  return {
    steady: plans("steady"),
    other: plans("other"),
    // Credits cannot be spent yet, so they are not for sale either; the API's catalog lists them.
    packs: [],
    features: catalog.features.map(({ key, name, group, per }) => ({ key, name, group, per })),
    currencies: catalog.currencies,
    currency: catalog.currencies.find((code) => code === preferred) ?? catalog.currencies[0] ?? "usd",
    account: visitor.account,
    currentTier: visitor.currentTier,
    signUpHref: visitor.account === null ? SIGN_UP : null,
    trialDays:
      catalog.tiers.flatMap((tier) => tier.prices).find(({ trialDays }) => trialDays !== null)?.trialDays ??
      null,
  };
}

function buildPlan(tier: Tier, visitor: PricingVisitor): CatalogPlan {
  return {
    tier: tier.key,
    name: tier.name,
    summary: tier.summary,
    prices: tier.prices.map(({ key, interval, amounts }) => ({ lookupKey: key, interval, amounts })),
    highlights: tier.highlights,
    limits: Object.fromEntries(tier.limits.map((limit) => [limit.feature, buildLimit(limit)])),
    act: chooseAct(tier, visitor),
  };
}

function buildLimit(limit: Limit): PlanLimit {
  if (limit.kind === "choice") return { kind: "choice", label: limit.choiceLabel ?? limit.choice ?? "" };
  if (limit.kind === "switch") return limit.limit === 1 ? { kind: "included" } : { kind: "absent" };
  if (limit.limit === null) return { kind: "unlimited" };
  if (limit.limit === 0 && limit.overageMicros === null) return { kind: "absent" };
  return {
    kind: "count",
    value: limit.limit,
    ...(limit.kind === "metered" && limit.reset === "never" && { once: true }),
    ...(limit.perSite && { perSite: true }),
    ...(limit.overageMicros !== null && {
      thenEach: { amountMinor: limit.overageMicros / 10_000, currency: "usd" },
    }),
  };
}

/** The one act of a plan's card: buy it, manage it, or why it cannot be bought now. */
function chooseAct(tier: Tier, { account, currentTier, hasSubscription, mayBuy }: PricingVisitor): PlanAct {
  const isFree = tier.prices.every(({ mode }) => mode === "none");
  const isPrimary = tier.key === "pro";
  if (account === null) {
    if (isFree) return { kind: "link", label: "Start free", href: SIGN_UP };
    return { kind: "checkout", label: verbs[tier.key] ?? `Start with ${tier.name}`, primary: isPrimary };
  }
  const billing = accountPath(account, "/billing");
  if (tier.key === currentTier) {
    return {
      kind: "link",
      label: isFree ? "Open the overview" : "Manage plan",
      href: isFree ? accountPath(account, ACCOUNT_HOME) : billing,
    };
  }
  if (!mayBuy)
    return {
      kind: "refused",
      label: `Choose ${tier.name}`,
      reason: "Your role cannot buy for this account.",
    };
  if (isFree) return { kind: "link", label: "Move to Free", href: billing };
  const renews = tier.prices.some(({ mode }) => mode === "subscription");
  if (renews && hasSubscription) return { kind: "link", label: `Change to ${tier.name}`, href: billing };
  return { kind: "checkout", label: verbs[tier.key] ?? `Upgrade to ${tier.name}`, primary: isPrimary };
}
